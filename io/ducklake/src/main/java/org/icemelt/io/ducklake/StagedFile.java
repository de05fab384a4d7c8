package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished data file that no catalog names yet.
 *
 * @param unit what its rows stand or fall with; a file never mixes units
 * @param path absolute path or URI
 * @param footerSize bytes of the Parquet footer's thrift part
 * @param spec the partitioning it was written for; empty if none
 * @param partitionValues one text a key of {@code spec}, null for NULL
 * @param columnIds field ids of all nodes of the table's columns, preorder
 * @param stats one a leaf column, in the same order
 */
public record StagedFile(
    TableDef table,
    String unit,
    String path,
    long recordCount,
    long sizeBytes,
    long footerSize,
    List<PartitionField> spec,
    List<@Nullable String> partitionValues,
    List<Long> columnIds,
    List<ColumnStats> stats)
    implements Serializable {
  public StagedFile {
    requireNonNull(table, "table");
    requireNonNull(unit, "unit");
    requireNonNull(path, "path");
    spec = List.copyOf(spec);
    partitionValues = Collections.unmodifiableList(new ArrayList<>(partitionValues));
    columnIds = List.copyOf(columnIds);
    stats = List.copyOf(stats);
  }
}
