package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.SortField;
import org.icemelt.io.ducklake.internal.parquet.FileOptions;

/**
 * How files of a table are to be written so that they fit the catalog as it is now.
 *
 * @param columnIds of all nodes, preorder
 * @param spec partitioning to write by
 * @param sorting of the rows in a file; empty leaves it to the rows
 * @param folder absolute, ends in a slash
 */
public record TableLayout(
    List<Long> columnIds,
    List<PartitionField> spec,
    List<SortField> sorting,
    String folder,
    FileOptions options) {}
