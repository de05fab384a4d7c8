package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;

/**
 * How files of a table are to be written so that they fit the catalog as it is now.
 *
 * @param columnIds of all nodes, preorder
 * @param spec partitioning to write by
 * @param folder absolute, ends in a slash
 */
public record TableLayout(
    List<Long> columnIds, List<PartitionField> spec, String folder, FileOptions options) {}
