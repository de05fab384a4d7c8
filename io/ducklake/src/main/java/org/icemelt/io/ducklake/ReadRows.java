package org.icemelt.io.ducklake;

import java.time.Instant;
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
import org.icemelt.io.ducklake.internal.read.LedRows;
import org.icemelt.io.ducklake.internal.read.PlanFn;
import org.icemelt.io.ducklake.internal.read.ReadFn;
import org.icemelt.io.ducklake.internal.read.SplitFn;
import org.icemelt.io.ducklake.internal.write.SerializedCoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of a lake as it was at one snapshot.
 *
 * <pre>{@code
 * PCollection<Row> sites =
 *     pipeline.apply(
 *         "ReadSites",
 *         DuckLakeIO.read()
 *             .withLake(LakeConfig.of("sqlite:catalog.sqlite"))
 *             .from("sites")
 *             .select("country", "id")
 *             .where(Filter.equal("country", "IN")));
 * }</pre>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting</th><th>default</th><th>meaning</th></tr>
 * <tr><td>withLake</td><td>required</td><td>which lake, see {@link LakeConfig}</td></tr>
 * <tr><td>from</td><td>required</td><td>{@code table} or {@code schema.table}</td></tr>
 * <tr><td>at, asOf</td><td>the newest snapshot</td><td>which state of the table</td></tr>
 * <tr><td>select</td><td>all columns</td><td>columns to read, in order</td></tr>
 * <tr><td>where</td><td>all rows</td><td>rows to read, see {@link Filter}</td></tr>
 * <tr><td>withRowIds</td><td>not given</td><td>first field {@value #ROW_ID}, INT64: the row's id for life</td></tr>
 * <tr><td>withSchema</td><td>the catalog is asked</td><td>columns of a table that need not exist yet</td></tr>
 * <tr><td>withSplitBytes</td><td>64 MiB</td><td>about how much one split reads; a row group is the least</td></tr>
 * </table>
 *
 * <p>The snapshot and the schema are fixed when the pipeline is built: all that is read in it is of
 * one state, whatever is committed meanwhile. With {@link #withSchema} the catalog is asked only
 * when the pipeline runs, so that it can be built before the table is made; the newest snapshot is
 * then the newest of that time.
 *
 * <h2>Types</h2>
 *
 * int8 … int64, float32, float64, boolean, varchar, blob, list, map and struct become Beam's BYTE …
 * INT64, FLOAT, DOUBLE, BOOLEAN, STRING, BYTES, arrays, maps and rows; date, time and timestamp
 * SqlTypes DATE, TIME and DATETIME, timestamptz SqlTypes TIMESTAMP, uuid SqlTypes UUID,
 * decimal(p,s) FixedPrecisionNumeric, and what Beam has no name for the types of {@link
 * LakeFieldTypes}. What is read can be written again as just those types. Fields are nullable but
 * those of columns that are NOT NULL.
 *
 * <h2>Metrics</h2>
 *
 * {@code rowsRead}, {@code filesPlanned}, {@code filesSkipped}, {@code rowGroupsRead}, {@code
 * rowGroupsSkipped} (attempted); namespace {@code org.icemelt.io.ducklake.DuckLakeIO}.
 */
public final class ReadRows extends PTransform<PBegin, PCollection<Row>> {
  /** Field of {@link #withRowIds}. */
  public static final String ROW_ID = "_ducklake_row_id";

  private static final long SPLIT_BYTES = 64L << 20;

  private final @Nullable LakeConfig lake;
  private final @Nullable TableId table;
  private final UnaryScan shape;
  private final boolean rowIds;
  private final @Nullable TableSchema schema;
  private final long splitBytes;

  /** What is asked of the table, once it is known which. */
  @FunctionalInterface
  private interface UnaryScan {
    LakeScan of(LakeScan scan);
  }

  private ReadRows(
      @Nullable LakeConfig lake,
      @Nullable TableId table,
      UnaryScan shape,
      boolean rowIds,
      @Nullable TableSchema schema,
      long splitBytes) {
    this.lake = lake;
    this.table = table;
    this.shape = shape;
    this.rowIds = rowIds;
    this.schema = schema;
    this.splitBytes = splitBytes;
  }

  static ReadRows withDefaults() {
    return new ReadRows(null, null, scan -> scan, false, null, SPLIT_BYTES);
  }

  public ReadRows withLake(LakeConfig config) {
    return new ReadRows(config, table, shape, rowIds, schema, splitBytes);
  }

  /** As {@link TableId#parse} takes it. */
  public ReadRows from(String name) {
    return from(TableId.parse(name));
  }

  public ReadRows from(TableId id) {
    return new ReadRows(lake, id, shape, rowIds, schema, splitBytes);
  }

  /** See {@link LakeScan#at}. */
  public ReadRows at(long snapshotId) {
    return with(scan -> scan.at(snapshotId));
  }

  /** See {@link LakeScan#asOf}. */
  public ReadRows asOf(Instant time) {
    return with(scan -> scan.asOf(time));
  }

  public ReadRows select(String... columns) {
    List<String> names = List.of(columns);
    return with(scan -> scan.select(names));
  }

  public ReadRows where(Filter filter) {
    return with(scan -> scan.where(filter));
  }

  private ReadRows with(UnaryScan more) {
    return new ReadRows(lake, table, scan -> more.of(shape.of(scan)), rowIds, schema, splitBytes);
  }

  /** Each row comes with its id, in a first field {@value #ROW_ID}. */
  public ReadRows withRowIds() {
    return new ReadRows(lake, table, shape, true, schema, splitBytes);
  }

  /**
   * The columns of a table that need not exist yet; it has to have them, with these types, when the
   * pipeline runs. Nothing else of it is read.
   */
  public ReadRows withSchema(TableSchema columns) {
    return new ReadRows(lake, table, shape, rowIds, columns, splitBytes);
  }

  public ReadRows withSplitBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("Invalid split size: " + bytes + " bytes.");
    }
    return new ReadRows(lake, table, shape, rowIds, schema, bytes);
  }

  private LakeScan scan() {
    return shape.of(
        LakeScan.of(DuckLakeIO.required(lake, "withLake"), DuckLakeIO.required(table, "from")));
  }

  @Override
  public PCollection<Row> expand(PBegin begin) {
    LakeScan scan = scan();
    TableSchema columns = schema;
    if (columns == null) {
      LakeScan.ScannedTable described = scan.describe();
      columns = described.schema();
      scan = scan.at(described.snapshotId());
    } else {
      scan = scan.select(columns.columns().stream().map(ColumnDef::name).toList());
    }
    LedRows rows =
        LedRows.of(columns, rowIds ? List.of(Field.of(ROW_ID, FieldType.INT64)) : List.of());
    return begin
        .apply("Scan", Create.of(scan).withCoder(SerializedCoder.of(LakeScan.class)))
        .apply("Plan", ParDo.of(new PlanFn(columns)))
        .setCoder(SerializedCoder.of(ScanTask.class))
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("Split", ParDo.of(new SplitFn(splitBytes)))
        .setCoder(SerializedCoder.of(ScanTask.class))
        .apply("SpreadSplits", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadFn(rows, rowIds)))
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
