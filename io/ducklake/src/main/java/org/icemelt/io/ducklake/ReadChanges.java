package org.icemelt.io.ducklake;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.read.FollowFn;
import org.icemelt.io.ducklake.internal.read.LedRows;
import org.icemelt.io.ducklake.internal.read.PlanChangesFn;
import org.icemelt.io.ducklake.internal.read.ReadChangesFn;
import org.icemelt.io.ducklake.internal.read.SplitChangesFn;
import org.icemelt.io.ducklake.internal.write.SerializedCoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads what snapshots did to a table: rows inserted and rows deleted, as DuckDB's {@code
 * ducklake_table_changes} lists them. An update is a deletion and an insertion of the same row id.
 * Compaction and flushing change nothing.
 *
 * <pre>{@code
 * PCollection<Row> changes =
 *     pipeline.apply(
 *         "ReadChanges",
 *         DuckLakeIO.readChanges()
 *             .withLake(LakeConfig.of("sqlite:catalog.sqlite"))
 *             .from("sites")
 *             .between(12, 17));
 * }</pre>
 *
 * <p>Each row has, before the columns, the fields {@value #SNAPSHOT} (INT64), {@value #CHANGE}
 * (STRING, {@code insert} or {@code delete}) and {@value ReadRows#ROW_ID} (INT64). Types are those
 * of {@link ReadRows}.
 *
 * <p>{@link #between} reads the changes of snapshots that are there; rows have the columns of the
 * last one, or those selected. {@link #following} reads on for ever, snapshot by snapshot, looking
 * for new ones at an interval: the collection is unbounded, each row has the time of its snapshot,
 * and the watermark is the time of the last snapshot that was read whole. Its columns are those
 * that the table has when the pipeline is built; when one of them is gone or has another type, it
 * fails and says so. It remembers the last snapshot read; if snapshots that it has not read were
 * expired meanwhile, it fails and names both.
 */
public final class ReadChanges extends PTransform<PBegin, PCollection<Row>> {
  /** Field: the snapshot that made the change. */
  public static final String SNAPSHOT = "_ducklake_snapshot_id";

  /** Field: {@code insert} or {@code delete}. */
  public static final String CHANGE = "_ducklake_change";

  private static final long SPLIT_BYTES = 64L << 20;

  private final @Nullable LakeConfig lake;
  private final @Nullable TableId table;
  private final long from;
  private final long to;
  private final @Nullable Duration interval;
  private final @Nullable List<String> columns;
  private final @Nullable Filter filter;

  private ReadChanges(
      @Nullable LakeConfig lake,
      @Nullable TableId table,
      long from,
      long to,
      @Nullable Duration interval,
      @Nullable List<String> columns,
      @Nullable Filter filter) {
    this.lake = lake;
    this.table = table;
    this.from = from;
    this.to = to;
    this.interval = interval;
    this.columns = columns;
    this.filter = filter;
  }

  static ReadChanges withDefaults() {
    return new ReadChanges(null, null, -1, -1, null, null, null);
  }

  public ReadChanges withLake(LakeConfig config) {
    return new ReadChanges(config, table, from, to, interval, columns, filter);
  }

  /** As {@link TableId#parse} takes it. */
  public ReadChanges from(String name) {
    return from(TableId.parse(name));
  }

  public ReadChanges from(TableId id) {
    return new ReadChanges(lake, id, from, to, interval, columns, filter);
  }

  /** The changes of the snapshots from one to another, both included. */
  public ReadChanges between(long first, long last) {
    return new ReadChanges(lake, table, first, last, null, columns, filter);
  }

  /**
   * The changes of a snapshot and of all that come after it.
   *
   * @param pollInterval how often to look for new ones
   */
  public ReadChanges following(long first, Duration pollInterval) {
    return new ReadChanges(lake, table, first, -1, pollInterval, columns, filter);
  }

  /** Only these columns, in this order. */
  public ReadChanges select(String... names) {
    return new ReadChanges(lake, table, from, to, interval, List.of(names), filter);
  }

  /** Only changed rows for which the filter is true. */
  public ReadChanges where(Filter rows) {
    return new ReadChanges(lake, table, from, to, interval, columns, rows);
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    LakeConfig config = DuckLakeIO.required(lake, "withLake");
    TableId id = DuckLakeIO.required(table, "from");
    if (from < 0) {
      throw new IllegalArgumentException(
          "Cannot apply DuckLakeIO: between or following is missing.");
    }
    Duration poll = interval;
    LakeScan now = LakeScan.of(config, id);
    LakeScan scan = poll == null ? now.at(to) : now;
    TableSchema schema = (columns == null ? scan : scan.select(columns)).describe().schema();
    LakeChanges changes =
        new LakeChanges(
            config,
            id,
            from,
            poll == null ? to : from,
            schema.columns().stream().map(ColumnDef::name).toList(),
            filter);
    LedRows rows =
        LedRows.of(
            schema,
            List.of(
                Field.of(SNAPSHOT, FieldType.INT64),
                Field.of(CHANGE, FieldType.STRING),
                Field.of(ReadRows.ROW_ID, FieldType.INT64)));
    PCollection<LakeChanges> start =
        begin.apply("Changes", Create.of(changes).withCoder(SerializedCoder.of(LakeChanges.class)));
    PCollection<ChangeTask> tasks =
        poll == null
            ? start.apply("Plan", ParDo.of(new PlanChangesFn(schema)))
            : start.apply("Follow", ParDo.of(new FollowFn(schema, poll)));
    return tasks
        .setCoder(SerializedCoder.of(ChangeTask.class))
        .apply("Split", ParDo.of(new SplitChangesFn(SPLIT_BYTES)))
        .setCoder(SerializedCoder.of(ChangeTask.class))
        .apply("SpreadSplits", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadChangesFn(rows)))
        .setRowSchema(rows.schema());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    if (lake != null) {
      builder.add(DisplayData.item("catalog", lake.catalog().toString()));
    }
    if (table != null) {
      builder.add(DisplayData.item("table", table.toString()));
    }
  }
}
