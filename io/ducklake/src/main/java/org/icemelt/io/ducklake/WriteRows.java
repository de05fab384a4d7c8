package org.icemelt.io.ducklake;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.rows.BeamRows;
import org.icemelt.io.ducklake.internal.write.RowsToTable;
import org.jspecify.annotations.Nullable;

/** Beam rows into one table, in one snapshot: see {@link DuckLakeIO#write}. */
public final class WriteRows extends PTransform<PCollection<Row>, WriteResult> {
  private final @Nullable LakeConfig lake;
  private final @Nullable TableId table;
  private final List<PartitionField> partitioning;
  private final List<SortField> sorting;
  private final WriteDisposition disposition;
  private final CommitRequest request;

  private WriteRows(
      @Nullable LakeConfig lake,
      @Nullable TableId table,
      List<PartitionField> partitioning,
      List<SortField> sorting,
      WriteDisposition disposition,
      CommitRequest request) {
    this.lake = lake;
    this.table = table;
    this.partitioning = partitioning;
    this.sorting = sorting;
    this.disposition = disposition;
    this.request = request;
  }

  static WriteRows withDefaults() {
    return new WriteRows(
        null, null, List.of(), List.of(), WriteDisposition.APPEND, CommitRequest.fresh());
  }

  public WriteRows withLake(LakeConfig config) {
    return new WriteRows(config, table, partitioning, sorting, disposition, request);
  }

  /** As {@link TableId#parse} takes it. */
  public WriteRows to(String name) {
    return to(TableId.parse(name));
  }

  public WriteRows to(TableId id) {
    return new WriteRows(lake, id, partitioning, sorting, disposition, request);
  }

  public WriteRows withPartitioning(PartitionField... fields) {
    return new WriteRows(
        lake, table, List.copyOf(Arrays.asList(fields)), sorting, disposition, request);
  }

  public WriteRows withWriteDisposition(WriteDisposition value) {
    return new WriteRows(lake, table, partitioning, sorting, value, request);
  }

  /** See {@link DuckLakeIO.Commit#withWriteId}. */
  public WriteRows withWriteId(String writeId) {
    return with(request.withWriteId(writeId));
  }

  public WriteRows withAuthor(String author) {
    return with(request.withAuthor(author));
  }

  public WriteRows withMessage(String message) {
    return with(request.withMessage(message));
  }

  public WriteRows withExtraInfo(Map<String, String> info) {
    return with(request.withExtraInfo(info));
  }

  public WriteRows withoutCreatingTables() {
    return with(request.withoutCreatingTables());
  }

  /** See {@link SchemaEvolution}; without it a table's columns stay as they are. */
  public WriteRows withSchemaEvolution(SchemaEvolution... rules) {
    return with(request.withEvolution(Set.of(rules)));
  }

  /** {@link SchemaEvolution#ADD_COLUMNS}. */
  public WriteRows withAddedColumns() {
    return withSchemaEvolution(SchemaEvolution.ADD_COLUMNS);
  }

  /** Order of the rows in each file; see {@link SortField}. */
  public WriteRows withSorting(SortField... fields) {
    return new WriteRows(
        lake, table, partitioning, List.copyOf(Arrays.asList(fields)), disposition, request);
  }

  private WriteRows with(CommitRequest changed) {
    return new WriteRows(lake, table, partitioning, sorting, disposition, changed);
  }

  @Override
  public void validate(@Nullable PipelineOptions options) {
    DuckLakeIO.refuseStreaming(options);
  }

  @Override
  public WriteResult expand(PCollection<Row> rows) {
    LakeConfig config = DuckLakeIO.required(lake, "withLake");
    BeamRows conversion = BeamRows.of(rows.getSchema());
    TableDef def =
        new TableDef(DuckLakeIO.required(table, "to"), conversion.schema(), partitioning, sorting);
    PCollection<StagedFile> files =
        rows.apply("ToTableRows", ParDo.of(new RowsToTable(conversion, def)))
            .setCoder(DuckLakeIO.tableRowCoder())
            .apply("Stage", DuckLakeIO.stage().withLake(config));
    PCollection<TableChange> changes =
        files
            .apply("ToChanges", ParDo.of(RowsToTable.changes(disposition)))
            .setCoder(DuckLakeIO.tableChangeCoder());
    PCollection<TableChange> table =
        rows.getPipeline()
            .apply(
                "Table",
                Create.of(RowsToTable.tableChange(disposition, def))
                    .withCoder(DuckLakeIO.tableChangeCoder()));
    PCollection<TableChange> inOneWindow =
        changes.apply("OneWindow", Window.into(new GlobalWindows()));
    PCollection<CommitResult> commits =
        PCollectionList.of(inOneWindow)
            .and(table)
            .apply("AllChanges", Flatten.pCollections())
            .apply("Commit", new DuckLakeIO.Commit(config, request, null));
    return new WriteResult(commits, files);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    if (table != null) {
      builder.add(DisplayData.item("table", table.toString()));
    }
    builder.add(DisplayData.item("writeDisposition", disposition.name()));
  }
}
