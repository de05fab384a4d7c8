package org.icemelt.io.ducklake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.rows.BeamRows;
import org.icemelt.io.ducklake.internal.write.FileChanges;
import org.icemelt.io.ducklake.internal.write.Rejects;
import org.icemelt.io.ducklake.internal.write.RouteFn;
import org.icemelt.io.ducklake.internal.write.RowRouter;
import org.icemelt.io.ducklake.internal.write.RowRule;
import org.icemelt.io.ducklake.internal.write.SpreadFn;
import org.icemelt.io.ducklake.internal.write.StageBatchFn;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Beam rows into tables, see {@link DuckLakeIO#write}. */
public final class WriteRows extends PTransform<PCollection<Row>, WriteResult> {
  private static final int DEFAULT_WRITERS = 4;

  /** Rows that gather for one file at most; they wait in the runner's state. */
  private static final long MOST_GATHERED = 250_000;

  private final @Nullable LakeConfig lake;
  private final @Nullable TableId table;
  private final @Nullable SerializableFunction<Row, TableId> tableOfRow;
  private final @Nullable SerializableFunction<Row, Row> storedRow;
  private final List<PartitionField> partitioning;
  private final List<SortField> sorting;
  private final WriteDisposition disposition;
  private final CommitRequest request;
  private final List<RowRule> rules;
  private final boolean failedRows;
  private final @Nullable ErrorHandler<BadRecord, ?> badRecords;
  private final @Nullable Duration triggeringFrequency;
  private final int writers;

  private WriteRows(Builder from) {
    this.lake = from.lake;
    this.table = from.table;
    this.tableOfRow = from.tableOfRow;
    this.storedRow = from.storedRow;
    this.partitioning = from.partitioning;
    this.sorting = from.sorting;
    this.disposition = from.disposition;
    this.request = from.request;
    this.rules = List.copyOf(from.rules);
    this.failedRows = from.failedRows;
    this.badRecords = from.badRecords;
    this.triggeringFrequency = from.triggeringFrequency;
    this.writers = from.writers;
  }

  static WriteRows withDefaults() {
    return new WriteRows(new Builder());
  }

  private WriteRows with(Consumer<Builder> change) {
    Builder builder = new Builder(this);
    change.accept(builder);
    return new WriteRows(builder);
  }

  public WriteRows withLake(LakeConfig config) {
    return with(b -> b.lake = config);
  }

  /** As {@link TableId#parse} takes it. */
  public WriteRows to(String name) {
    return to(TableId.parse(name));
  }

  public WriteRows to(TableId id) {
    return with(
        b -> {
          b.table = id;
          b.tableOfRow = null;
        });
  }

  /**
   * The table of each row is found at run time; any number of tables may come up, and all of them
   * are in the same snapshot. A row for which the function throws or answers null cannot be stored.
   */
  public WriteRows to(SerializableFunction<Row, TableId> tableOf) {
    return with(
        b -> {
          b.table = null;
          b.tableOfRow = tableOf;
        });
  }

  /**
   * What of a row is stored, for rows that carry more than their table's columns. The schema of
   * what the function gives is the table's, and may be found at run time; all rows of a table have
   * the same one. Goes with {@link #to(SerializableFunction)}.
   */
  public WriteRows withStoredRow(SerializableFunction<Row, Row> function) {
    return with(b -> b.storedRow = function);
  }

  /** Keys of all tables that are written. */
  public WriteRows withPartitioning(PartitionField... fields) {
    return with(b -> b.partitioning = List.copyOf(Arrays.asList(fields)));
  }

  public WriteRows withWriteDisposition(WriteDisposition value) {
    return with(b -> b.disposition = value);
  }

  /**
   * A condition of the caller's own; a row for which it does not hold cannot be stored. May be
   * given several times.
   *
   * @param name of the rule, for the reason of such a row
   */
  public WriteRows withRule(String name, SerializableFunction<Row, Boolean> holds) {
    RowRule rule = new RowRule(name, holds);
    return with(b -> b.rules.add(rule));
  }

  /**
   * Rows that cannot be stored come out as {@link WriteResult#getFailedRows}; by default they fail
   * the pipeline.
   */
  public WriteRows withFailedRows() {
    return with(
        b -> {
          b.failedRows = true;
          b.badRecords = null;
        });
  }

  /** Rows that cannot be stored go to an error handler of Beam's as {@link BadRecord}s. */
  public WriteRows withBadRecordErrorHandler(ErrorHandler<BadRecord, ?> handler) {
    return with(
        b -> {
          b.failedRows = false;
          b.badRecords = handler;
        });
  }

  /**
   * For unbounded input, and only for that: rows gather for this long, then their files for this
   * long, and then there is a snapshot, if there were any.
   */
  public WriteRows withTriggeringFrequency(Duration frequency) {
    if (!frequency.isLongerThan(Duration.ZERO)) {
      throw new IllegalArgumentException("Invalid triggering frequency: " + frequency);
    }
    return with(b -> b.triggeringFrequency = frequency);
  }

  /**
   * For unbounded input: how many workers write at the same time, at most. Each makes a file for
   * every table and partition of a trigger.
   */
  public WriteRows withStreamingWriters(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("Invalid number of streaming writers: " + count);
    }
    return with(b -> b.writers = count);
  }

  /** See {@link DuckLakeIO.Commit#withWriteId}. */
  public WriteRows withWriteId(String writeId) {
    return with(b -> b.request = b.request.withWriteId(writeId));
  }

  public WriteRows withAuthor(String author) {
    return with(b -> b.request = b.request.withAuthor(author));
  }

  public WriteRows withMessage(String message) {
    return with(b -> b.request = b.request.withMessage(message));
  }

  /** See {@link DuckLakeIO.Commit#withExtraInfo}. */
  public WriteRows withExtraInfo(Map<String, String> info) {
    return with(b -> b.request = b.request.withExtraInfo(info));
  }

  public WriteRows withoutCreatingTables() {
    return with(b -> b.request = b.request.withoutCreatingTables());
  }

  /** See {@link SchemaEvolution}; without it a table's columns stay as they are. */
  public WriteRows withSchemaEvolution(SchemaEvolution... rules) {
    return with(b -> b.request = b.request.withEvolution(Set.of(rules)));
  }

  /** {@link SchemaEvolution#ADD_COLUMNS}. */
  public WriteRows withAddedColumns() {
    return withSchemaEvolution(SchemaEvolution.ADD_COLUMNS);
  }

  /** Order of the rows in each file; see {@link SortField}. */
  public WriteRows withSorting(SortField... fields) {
    return with(b -> b.sorting = List.copyOf(Arrays.asList(fields)));
  }

  @Override
  public void validate(
      @Nullable PipelineOptions options,
      Map<TupleTag<?>, PCollection<?>> inputs,
      Map<TupleTag<?>, PCollection<?>> outputs) {
    DuckLakeIO.refuseDoubling(options, inputs);
  }

  @Override
  public WriteResult expand(PCollection<Row> rows) {
    LakeConfig config = DuckLakeIO.required(lake, "withLake");
    refuseWhatDoesNotGoTogether(rows);
    Coder<Row> rowCoder = rows.getCoder();
    Rejects rejects = new Rejects(way(), rowCoder);
    boolean unbounded = rows.isBounded() == IsBounded.UNBOUNDED;
    PCollectionTuple steps;
    PCollection<StagedFile> files;
    if (unbounded) {
      steps = stageBatches(rows, config, rejects);
      files = steps.get(StageBatchFn.FILES).setCoder(DuckLakeIO.stagedFileCoder());
    } else {
      steps =
          rows.apply(
              "ToTableRows",
              ParDo.of(new RouteFn(config, routing(rows), rejects))
                  .withOutputTags(RouteFn.ROWS, rejected()));
      files =
          steps
              .get(RouteFn.ROWS)
              .setCoder(DuckLakeIO.tableRowCoder())
              .apply("Stage", DuckLakeIO.stage().withLake(config));
    }
    PCollection<TableChange> changes =
        files
            .apply("ToChanges", ParDo.of(new FileChanges(disposition)))
            .setCoder(DuckLakeIO.tableChangeCoder());
    if (table != null && !unbounded) {
      changes = withTable(changes, definition(rows, table));
    }
    PCollection<CommitResult> commits =
        changes.apply("Commit", new DuckLakeIO.Commit(config, request, null, triggeringFrequency));
    return new WriteResult(commits, files, rejected(steps, rowCoder));
  }

  private void refuseWhatDoesNotGoTogether(PCollection<Row> rows) {
    if (table == null && tableOfRow == null) {
      DuckLakeIO.required(null, "to");
    }
    if (storedRow != null && tableOfRow == null) {
      throw new IllegalArgumentException(
          "Cannot use withStoredRow with one table: map the rows before, or give to(row -> table).");
    }
    boolean onePartitionColumn =
        partitioning.size() == 1
            && partitioning.get(0).transform().equals(PartitionTransform.IDENTITY);
    if (disposition == WriteDisposition.OVERWRITE_PARTITIONS && !onePartitionColumn) {
      throw new IllegalArgumentException(
          "Cannot overwrite partitions of %s: withPartitioning must name exactly one column, by identity."
              .formatted(table == null ? "tables" : table));
    }
    if (rows.isBounded() == IsBounded.UNBOUNDED && disposition != WriteDisposition.APPEND) {
      throw new IllegalArgumentException(
          "Cannot %s with unbounded input: each trigger would replace what the one before wrote. Use APPEND."
              .formatted(disposition));
    }
    DuckLakeIO.requireFrequencyToFit(rows.isBounded(), triggeringFrequency);
    if (storedRow == null) {
      BeamRows.of(rows.getSchema()); // refuses a field that no lake can hold, by its name
    }
  }

  private Rejects.Way way() {
    if (failedRows) {
      return Rejects.Way.COLLECT;
    }
    return badRecords == null ? Rejects.Way.FAIL : Rejects.Way.BAD_RECORD;
  }

  private RowRouter.Settings routing(PCollection<Row> rows) {
    if (table != null) {
      definition(rows, table); // refuses what cannot be partitioned
    }
    return new RowRouter.Settings(
        table == null ? DuckLakeIO.required(tableOfRow, "to") : new OneTable(table),
        storedRow,
        partitioning,
        sorting,
        rules,
        way() != Rejects.Way.FAIL,
        disposition != WriteDisposition.OVERWRITE_TABLE
            && !request.evolution().contains(SchemaEvolution.RELAX_NOT_NULL));
  }

  private TableDef definition(PCollection<Row> rows, TableId id) {
    return new TableDef(id, BeamRows.of(rows.getSchema()).schema(), partitioning, sorting);
  }

  private TupleTagList rejected() {
    return switch (way()) {
      case FAIL -> TupleTagList.empty();
      case COLLECT -> TupleTagList.of(Rejects.FAILED);
      case BAD_RECORD -> TupleTagList.of(Rejects.BAD);
    };
  }

  private PCollectionTuple stageBatches(PCollection<Row> rows, LakeConfig config, Rejects rejects) {
    Duration frequency = DuckLakeIO.required(triggeringFrequency, "withTriggeringFrequency");
    return rows.apply("OneWindow", Window.into(new GlobalWindows()))
        .setCoder(rows.getCoder())
        .apply("Spread", ParDo.of(new SpreadFn(writers)))
        .setCoder(KvCoder.of(VarIntCoder.of(), rows.getCoder()))
        .apply(
            "Gather",
            GroupIntoBatches.<Integer, Row>ofSize(MOST_GATHERED)
                .withMaxBufferingDuration(frequency))
        .setCoder(KvCoder.of(VarIntCoder.of(), IterableCoder.of(rows.getCoder())))
        .apply(
            "WriteFiles",
            ParDo.of(new StageBatchFn(config, routing(rows), rejects))
                .withOutputTags(StageBatchFn.FILES, rejected()));
  }

  private PCollection<TableChange> withTable(PCollection<TableChange> changes, TableDef def) {
    PCollection<TableChange> ofTable =
        changes
            .getPipeline()
            .apply(
                "Table",
                Create.of(FileChanges.toTable(disposition, def))
                    .withCoder(DuckLakeIO.tableChangeCoder()));
    return PCollectionList.of(changes.apply("OneWindow", Window.into(new GlobalWindows())))
        .and(ofTable)
        .apply("AllChanges", Flatten.pCollections());
  }

  private @Nullable PCollection<FailedRow> rejected(PCollectionTuple steps, Coder<Row> rows) {
    ErrorHandler<BadRecord, ?> handler = badRecords;
    if (handler != null) {
      handler.addErrorCollection(
          steps.get(Rejects.BAD).setCoder(BadRecord.getCoder(steps.getPipeline())));
    }
    return failedRows ? steps.get(Rejects.FAILED).setCoder(FailedRow.coder(rows)) : null;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    if (lake != null) {
      builder.add(DisplayData.item("catalog", lake.catalog().toString()));
    }
    builder.add(DisplayData.item("table", table == null ? "by row" : table.toString()));
    builder.add(DisplayData.item("writeDisposition", disposition.name()));
    builder.add(DisplayData.item("failingRows", way().name()));
    rules.forEach(rule -> builder.add(DisplayData.item("rule-" + rule.name(), "given")));
    if (triggeringFrequency != null) {
      builder.add(DisplayData.item("triggeringFrequency", triggeringFrequency));
      builder.add(DisplayData.item("streamingWriters", writers));
    }
  }

  /** The same table for all rows. */
  private record OneTable(TableId table) implements SerializableFunction<Row, TableId> {
    @Override
    public TableId apply(Row row) {
      return table;
    }
  }

  /** Settings on their way into a new transform. */
  private static final class Builder {
    private @Nullable LakeConfig lake;
    private @Nullable TableId table;
    private @Nullable SerializableFunction<Row, TableId> tableOfRow;
    private @Nullable SerializableFunction<Row, Row> storedRow;
    private List<PartitionField> partitioning = List.of();
    private List<SortField> sorting = List.of();
    private WriteDisposition disposition = WriteDisposition.APPEND;
    private CommitRequest request = CommitRequest.fresh();
    private final List<RowRule> rules = new ArrayList<>();
    private boolean failedRows;
    private @Nullable ErrorHandler<BadRecord, ?> badRecords;
    private @Nullable Duration triggeringFrequency;
    private int writers = DEFAULT_WRITERS;

    Builder() {}

    Builder(WriteRows of) {
      lake = of.lake;
      table = of.table;
      tableOfRow = of.tableOfRow;
      storedRow = of.storedRow;
      partitioning = of.partitioning;
      sorting = of.sorting;
      disposition = of.disposition;
      request = of.request;
      rules.addAll(of.rules);
      failedRows = of.failedRows;
      badRecords = of.badRecords;
      triggeringFrequency = of.triggeringFrequency;
      writers = of.writers;
    }
  }
}
