package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.Moment;
import org.icemelt.io.ducklake.internal.read.ScanPlanner;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table without a pipeline.
 *
 * <pre>{@code
 * ScanPlan plan =
 *     LakeScan.of(LakeConfig.of("sqlite:catalog.sqlite"), TableId.parse("sites"))
 *         .select("country", "id")
 *         .where(Filter.equal("country", "IN"))
 *         .plan();
 * try (RowCursor rows = plan.open()) {
 *   while (rows.next()) {
 *     System.out.println(rows.rowId() + ": " + rows.values());
 *   }
 * }
 * }</pre>
 *
 * <p>The catalog is asked once, by {@link #plan}; a plan is of one snapshot, whatever is committed
 * while it is read. Files of that snapshot stay until it is expired and cleaned up. A scan never
 * changes: each {@code with}-like method returns a new one.
 *
 * @param columns names of the columns to read, in order; null for all
 * @param filter which rows to read; null for all
 */
public record LakeScan(
    LakeConfig lake,
    TableId table,
    Moment moment,
    @Nullable List<String> columns,
    @Nullable Filter filter)
    implements Serializable {
  public LakeScan {
    requireNonNull(lake, "lake");
    requireNonNull(table, "table");
    requireNonNull(moment, "moment");
    columns = columns == null ? null : List.copyOf(columns);
  }

  /** All rows and columns of a table at the newest snapshot. */
  public static LakeScan of(LakeConfig lake, TableId table) {
    return new LakeScan(lake, table, new Moment.Latest(), null, null);
  }

  /** As it was at a snapshot. */
  public LakeScan at(long snapshotId) {
    return new LakeScan(lake, table, new Moment.Snapshot(snapshotId), columns, filter);
  }

  /** As it was at a time: at the newest snapshot that is not younger. */
  public LakeScan asOf(Instant time) {
    return new LakeScan(lake, table, new Moment.Time(time), columns, filter);
  }

  /** Only these columns, in this order. */
  public LakeScan select(String... names) {
    return select(Arrays.asList(names));
  }

  /** Only these columns, in this order. */
  public LakeScan select(List<String> names) {
    return new LakeScan(lake, table, moment, names, filter);
  }

  /** Only rows for which the filter is true. */
  public LakeScan where(Filter rows) {
    return new LakeScan(lake, table, moment, columns, rows);
  }

  /**
   * Asks the catalog what the table looks like, without listing what there is to read.
   *
   * @throws NotInLakeException if there is no such lake, snapshot, table or column
   */
  public ScannedTable describe() {
    return ScanPlanner.describe(this);
  }

  /**
   * A table at a snapshot.
   *
   * @param schema the columns that the scan reads, in order
   */
  public record ScannedTable(long snapshotId, TableId table, TableSchema schema) {}

  /**
   * Asks the catalog what there is to read.
   *
   * @throws NotInLakeException if there is no such lake, snapshot, table or column
   * @throws IllegalArgumentException if the filter does not fit the columns' types
   * @throws LakeFormatException if a column to be read is of a type that this version does not know
   */
  public ScanPlan plan() {
    return ScanPlanner.plan(this);
  }
}
