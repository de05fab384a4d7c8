package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one value in one data file, as long as nothing else of that file is deleted meanwhile.
 *
 * @param tableFolder where a delete file goes; absolute, ends in a slash
 * @param columnId field id of the column in the file
 * @param columnName its name in a file without field ids; null if the file has them
 * @param columnType text of its type
 * @param value canonical text; null for NULL
 * @param missing canonical text of the value in files that lack the column; null for NULL
 * @param inlinedDeletes positions that the catalog itself deletes, ascending
 */
public record DeleteKey(
    LiveFile file,
    String tableFolder,
    long columnId,
    @Nullable String columnName,
    String columnType,
    @Nullable String value,
    @Nullable String missing,
    List<Long> inlinedDeletes) {}
