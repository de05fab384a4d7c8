package org.icemelt.io.ducklake;

import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.BoundedInput;
import org.icemelt.io.ducklake.internal.write.CommitFn;
import org.icemelt.io.ducklake.internal.write.CommitPaneFn;
import org.icemelt.io.ducklake.internal.write.SerializedCoder;
import org.icemelt.io.ducklake.internal.write.StageFn;
import org.icemelt.io.ducklake.internal.write.TableRowCoder;
import org.icemelt.io.ducklake.internal.write.UnboundedInput;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to DuckLake lakes, and reads them: for that, {@link #read} and {@link ReadRows}.
 *
 * <pre>{@code
 * LakeConfig lake = LakeConfig.of("sqlite:catalog.sqlite").withDataPath("lake_data/");
 * WriteResult written =
 *     rows.apply(
 *         "WriteSites",
 *         DuckLakeIO.write()
 *             .withLake(lake)
 *             .to("sites")
 *             .withPartitioning(PartitionField.identity("country"))
 *             .withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS));
 * }</pre>
 *
 * <p>{@link #write} takes Beam rows into one table, or into tables that are found row by row.
 * {@link #stage} and {@link #commit} are its two halves, for {@link TableRow}s, whose definitions
 * may come at run time, and for commits that do more than append. All that one commit takes is one
 * snapshot: readers see all of it or nothing.
 *
 * <h2>Settings of write()</h2>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting</th><th>default</th><th>meaning</th></tr>
 * <tr><td>withLake</td><td>required</td><td>catalog and data path, see {@link LakeConfig}</td></tr>
 * <tr><td>to</td><td>required</td><td>{@code table} or {@code schema.table}, or a function from row to table</td></tr>
 * <tr><td>withStoredRow</td><td>the row itself</td><td>what of a row is stored, of any schema; with a function in {@code to}</td></tr>
 * <tr><td>withWriteDisposition</td><td>APPEND</td><td>what becomes of the rows that are there</td></tr>
 * <tr><td>withPartitioning</td><td>the table's own</td><td>partition keys</td></tr>
 * <tr><td>withSorting</td><td>the table's own</td><td>order of the rows in each file</td></tr>
 * <tr><td>withoutCreatingTables</td><td>missing tables are made</td><td>refuse instead</td></tr>
 * <tr><td>withSchemaEvolution</td><td>refused</td><td>add columns that the table lacks, widen types, relax NOT NULL</td></tr>
 * <tr><td>withRule</td><td>none</td><td>a condition of your own that rows must meet</td></tr>
 * <tr><td>withFailedRows, withBadRecordErrorHandler</td><td>fail the pipeline</td><td>where rows go that cannot be stored</td></tr>
 * <tr><td>withTriggeringFrequency</td><td>needed for unbounded input</td><td>how long rows gather for a snapshot</td></tr>
 * <tr><td>withStreamingWriters</td><td>4</td><td>unbounded input: how many workers write at once, at most</td></tr>
 * <tr><td>withWriteId</td><td>new each time</td><td>token that recognises a repeated commit</td></tr>
 * <tr><td>withAuthor, withMessage, withExtraInfo</td><td>none</td><td>go into the snapshot</td></tr>
 * </table>
 *
 * <p>How files are written (compression, row groups, target size, folders) is the lake's to say, by
 * its options. Passwords and keys are no settings: workers take them from their environment.
 *
 * <h2>Many tables</h2>
 *
 * <pre>{@code
 * events.apply(
 *     DuckLakeIO.write()
 *         .withLake(lake)
 *         .to(row -> TableId.of("events", row.getString("kind")))
 *         .withFailedRows());
 * }</pre>
 *
 * Thousands of tables may come up in a job. A worker holds a bounded amount of rows and open files
 * however many there are, and closes the file that has waited longest; so rows that come mixed make
 * more and smaller files than rows that come together.
 *
 * <h2>Types of Beam's rows</h2>
 *
 * BYTE, INT16, INT32, INT64, FLOAT, DOUBLE, BOOLEAN, STRING, BYTES, arrays, maps and rows become
 * their namesakes (int8 … float64, boolean, varchar, blob, list, map, struct); DATETIME and the
 * logical types of instants become timestamptz; SqlTypes DATE, TIME and DATETIME become date, time
 * and timestamp; FixedPrecisionNumeric becomes decimal(p,s), UUID uuid, enumerations varchar. For
 * unsigned integers, json, geometry and the other timestamps there are the types of {@link
 * LakeFieldTypes}. Anything else is refused when the pipeline is built, naming the field. {@link
 * TableRow}s can carry every {@link DuckLakeType}.
 *
 * <h2>Rows that cannot be stored</h2>
 *
 * A row has no place in its table if a column that is NOT NULL, by the row's schema or in the lake,
 * gets no value, if a value is outside of its type's range, if a rule of {@code withRule} does not
 * hold, or if the function that names its table fails. By default it fails the pipeline, with
 * {@link InvalidRowException}. With {@code withFailedRows} such rows come out of {@link
 * WriteResult#getFailedRows} with a {@link FailedRow.Reason} and a sentence; with {@code
 * withBadRecordErrorHandler} they go to the pipeline's error handler.
 *
 * <h2>Unbounded input</h2>
 *
 * <pre>{@code
 * endless.apply(
 *     DuckLakeIO.write()
 *         .withLake(lake)
 *         .to("events")
 *         .withTriggeringFrequency(Duration.standardMinutes(1)));
 * }</pre>
 *
 * Rows gather in the runner's state for that time, then become files, whose names gather for the
 * same time and become one snapshot. So a row can be read after about twice the frequency, plus, on
 * Flink, the time to the next checkpoint. No rows, no snapshot. Rows are appended; what overwrites
 * is refused.
 *
 * <h2>Guarantees</h2>
 *
 * A failed commit changes nothing. Files that a killed worker leaves are named by no snapshot.
 * Other writers, DuckDB's sessions among them, may commit at any time.
 *
 * <table>
 * <caption>What a restart does</caption>
 * <tr><th>runner, input</th><th>each row is in the lake</th><th>by what</th></tr>
 * <tr><td>DirectRunner, Flink batch; bounded</td><td>once</td><td>the write id, stored in the
 * transaction of the commit: a repeated commit, also with freshly written files, finds itself and
 * adds nothing. Give the id by {@code withWriteId} if the program itself is started again</td></tr>
 * <tr><td>Flink streaming with checkpoints; unbounded, from a source whose position is part of the
 * checkpoint</td><td>once</td><td>a pane is committed only after a checkpoint holds the names of its
 * files; the catalog keeps write id, number and content of the panes committed. A pane that is
 * delivered again is recognised, also after a savepoint and by a program with another write id. A
 * job that goes back to a state older than the lake is refused, as its panes hold other files.
 * Needs numConcurrentCheckpoints above timeout / interval of the checkpoints, and is refused
 * without: else Beam hands out panes too early after a restart</td></tr>
 * <tr><td>Flink streaming without checkpoints; unbounded</td><td>refused by Flink's runner</td><td>it
 * cannot make the content of a pane stable</td></tr>
 * <tr><td>DirectRunner; unbounded</td><td>once, while the process lives</td><td>nothing is delivered
 * again; rows that wait when the process ends are lost</td></tr>
 * <tr><td>any, in streaming mode or with Flink's useDataStreamForBatch; bounded</td><td>refused</td>
 * <td>a bounded source forgets where it was, and rows would be stored twice without an error</td></tr>
 * </table>
 *
 * <h2>Metrics, lineage</h2>
 *
 * Namespace {@code org.icemelt.io.ducklake.DuckLakeIO}; runners count repeated bundles again.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><td>{@code rowsWritten}, {@code filesWritten}</td><td>written to files, whether a commit takes them or not</td></tr>
 * <tr><td>{@code rowsFailed}</td><td>not stored, and sent to where such rows go</td></tr>
 * <tr><td>{@code commits}, {@code commitsRecognised}</td><td>commits asked for; of these, found made already</td></tr>
 * <tr><td>{@code commitAttempts}</td><td>transactions begun for them</td></tr>
 * <tr><td>{@code commitHeldMillis}</td><td>how long the one that went through held up other writers</td></tr>
 * </table>
 *
 * Each table that was written is reported to Beam's lineage as a sink, {@code
 * ducklake:catalog.schema.table}. Display data show catalog, tables and settings; passwords in a
 * catalog's address are shown as {@code ***}.
 *
 * <h2>Limits</h2>
 *
 * All rows of a table in one job have one schema. Unbounded input needs a runner that knows
 * {@code @RequiresStableInput}. The names of all files of a commit are held in the memory of one
 * worker.
 */
public final class DuckLakeIO {
  private DuckLakeIO() {}

  /** Beam rows into tables: one snapshot, or one for each trigger. */
  public static WriteRows write() {
    return WriteRows.withDefaults();
  }

  /** Rows of a table as Beam rows: see {@link ReadRows}. */
  public static ReadRows read() {
    return ReadRows.withDefaults();
  }

  /** What snapshots did to a table, as Beam rows: see {@link ReadChanges}. */
  public static ReadChanges readChanges() {
    return ReadChanges.withDefaults();
  }

  /** Rows of any tables into Parquet files that no catalog names yet. */
  public static Stage stage() {
    return new Stage(null, row -> "", null);
  }

  /** Changes of any tables into one snapshot. */
  public static Commit commit() {
    return new Commit(null, CommitRequest.fresh(), null, null);
  }

  /** Coder of the elements of {@link #stage}. */
  public static TableRowCoder tableRowCoder() {
    return TableRowCoder.of();
  }

  /** Coder of staged files. */
  public static SerializedCoder<StagedFile> stagedFileCoder() {
    return SerializedCoder.of(StagedFile.class);
  }

  /** Coder of the elements of {@link #commit}. */
  public static SerializedCoder<TableChange> tableChangeCoder() {
    return SerializedCoder.of(TableChange.class);
  }

  /** What becomes of the rows that a table holds when others are written. */
  public enum WriteDisposition {
    /** They stay. */
    APPEND,
    /** There must be none; else the commit is refused. */
    MUST_BE_EMPTY,
    /** They end, and the table takes the columns of the new rows. */
    OVERWRITE_TABLE,
    /**
     * Those of the partitions that get new rows end. The table is partitioned by the identity of
     * one column.
     */
    OVERWRITE_PARTITIONS
  }

  static <T> T required(@Nullable T setting, String what) {
    if (setting == null) {
      throw new IllegalArgumentException("Cannot apply DuckLakeIO: %s is missing.".formatted(what));
    }
    return setting;
  }

  /** Refuses to run in a mode in which rows would be stored twice. */
  static void refuseDoubling(
      @Nullable PipelineOptions options, Map<TupleTag<?>, PCollection<?>> inputs) {
    boolean bounded =
        inputs.values().stream().allMatch(input -> input.isBounded() == IsBounded.BOUNDED);
    if (options == null) {
      return;
    }
    if (bounded) {
      BoundedInput.refuseStreaming(options);
    } else {
      UnboundedInput.requireCheckpointBuffers(options);
    }
  }

  static void requireFrequencyToFit(IsBounded input, @Nullable Duration frequency) {
    if (input == IsBounded.UNBOUNDED && frequency == null) {
      throw new IllegalArgumentException(
          "Cannot commit unbounded input: it never ends, so say with withTriggeringFrequency how often a snapshot is made.");
    }
    if (input == IsBounded.BOUNDED && frequency != null) {
      throw new IllegalArgumentException(
          "Cannot use withTriggeringFrequency with bounded input: it is one snapshot, made at its end. Leave it out.");
    }
  }

  /**
   * Writes rows into files; each bundle writes its own and closes them at its end, or when they
   * reach the lake's target size. A file holds rows of one table, one unit and one partition.
   */
  public static final class Stage
      extends PTransform<PCollection<TableRow>, PCollection<StagedFile>> {
    private final @Nullable LakeConfig lake;
    private final SerializableFunction<TableRow, String> unit;
    private final @Nullable WriteJournal journal;

    private Stage(
        @Nullable LakeConfig lake,
        SerializableFunction<TableRow, String> unit,
        @Nullable WriteJournal journal) {
      this.lake = lake;
      this.unit = unit;
      this.journal = journal;
    }

    public Stage withLake(LakeConfig config) {
      return new Stage(config, unit, journal);
    }

    /** What a row stands or falls with; by default nothing, {@code ""}. */
    public Stage withUnit(SerializableFunction<TableRow, String> function) {
      return new Stage(lake, function, journal);
    }

    /** Each file is noted before it is made, and none is made once the run was stopped. */
    public Stage withJournal(WriteJournal writeJournal) {
      return new Stage(lake, unit, writeJournal);
    }

    @Override
    public PCollection<StagedFile> expand(PCollection<TableRow> rows) {
      StageFn files = new StageFn(required(lake, "withLake"), unit, journal);
      return rows.apply("WriteFiles", ParDo.of(files)).setCoder(stagedFileCoder());
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      if (lake != null) {
        builder.add(DisplayData.item("catalog", lake.catalog().toString()));
      }
    }
  }

  /**
   * Makes one snapshot of all changes, or none if there is nothing to change. Exactly one {@link
   * CommitResult} comes out, even if no change came in. Unbounded input becomes one snapshot for
   * each trigger that had changes, and a result for each.
   */
  public static final class Commit
      extends PTransform<PCollection<TableChange>, PCollection<CommitResult>> {
    private final @Nullable LakeConfig lake;
    private final CommitRequest request;
    private final @Nullable WriteJournal journal;
    private final @Nullable Duration triggeringFrequency;

    Commit(
        @Nullable LakeConfig lake,
        CommitRequest request,
        @Nullable WriteJournal journal,
        @Nullable Duration triggeringFrequency) {
      this.lake = lake;
      this.request = request;
      this.journal = journal;
      this.triggeringFrequency = triggeringFrequency;
    }

    public Commit withLake(LakeConfig config) {
      return new Commit(config, request, journal, triggeringFrequency);
    }

    /** The commit's own files are noted, and nothing is committed once the run was stopped. */
    public Commit withJournal(WriteJournal writeJournal) {
      return new Commit(lake, request, writeJournal, triggeringFrequency);
    }

    /** For unbounded input, and only for that: how long changes gather for one snapshot. */
    public Commit withTriggeringFrequency(Duration frequency) {
      return new Commit(lake, request, journal, frequency);
    }

    private Commit with(CommitRequest changed) {
      return new Commit(lake, changed, journal, triggeringFrequency);
    }

    /**
     * Token by which a repeated commit is recognised; by default a new one each time the pipeline
     * is built. Give the old one when the same run is submitted again.
     */
    public Commit withWriteId(String writeId) {
      return with(request.withWriteId(writeId));
    }

    /** Goes into the snapshot. */
    public Commit withAuthor(String author) {
      return with(request.withAuthor(author));
    }

    /** Goes into the snapshot; some lakes insist on one. */
    public Commit withMessage(String message) {
      return with(request.withMessage(message));
    }

    /**
     * Goes into the snapshot's extra info, which is a JSON object: {@code write_id}, {@code pane}
     * for unbounded input, {@code info} with these, {@code files_added}, and {@code rows_added} and
     * {@code rows_removed} by table.
     */
    public Commit withExtraInfo(Map<String, String> info) {
      return with(request.withExtraInfo(info));
    }

    /** A missing table refuses the commit instead of being made. */
    public Commit withoutCreatingTables() {
      return with(request.withoutCreatingTables());
    }

    /** See {@link SchemaEvolution}; without it a table's columns stay as they are. */
    public Commit withSchemaEvolution(SchemaEvolution... rules) {
      return with(request.withEvolution(Set.of(rules)));
    }

    /** {@link SchemaEvolution#ADD_COLUMNS}. */
    public Commit withAddedColumns() {
      return withSchemaEvolution(SchemaEvolution.ADD_COLUMNS);
    }

    @Override
    public void validate(
        @Nullable PipelineOptions options,
        Map<TupleTag<?>, PCollection<?>> inputs,
        Map<TupleTag<?>, PCollection<?>> outputs) {
      refuseDoubling(options, inputs);
    }

    @Override
    public PCollection<CommitResult> expand(PCollection<TableChange> changes) {
      LakeConfig config = required(lake, "withLake");
      requireFrequencyToFit(changes.isBounded(), triggeringFrequency);
      return triggeringFrequency == null
          ? once(changes, config)
          : onAndOn(changes, config, triggeringFrequency);
    }

    private PCollection<CommitResult> onAndOn(
        PCollection<TableChange> changes, LakeConfig config, Duration frequency) {
      return changes
          .apply("KeyByWrite", WithKeys.of(request.writeId()))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), tableChangeCoder()))
          .apply(
              "Trigger",
              Window.<KV<String, TableChange>>into(new GlobalWindows())
                  .triggering(
                      Repeatedly.forever(
                          AfterProcessingTime.pastFirstElementInPane().plusDelayOf(frequency)))
                  .withAllowedLateness(Duration.ZERO)
                  .discardingFiredPanes())
          .apply("Pane", GroupByKey.create())
          .apply("Commit", ParDo.of(new CommitPaneFn(config, request, journal)))
          .setCoder(SerializedCoder.of(CommitResult.class));
    }

    private PCollection<CommitResult> once(PCollection<TableChange> changes, LakeConfig config) {
      var coder = KvCoder.of(VarIntCoder.of(), NullableCoder.of(tableChangeCoder()));
      PCollection<KV<Integer, @Nullable TableChange>> keyed =
          changes
              .apply("OneWindow", Window.into(new GlobalWindows()))
              .apply("OneKey", MapElements.via(new OneKey()))
              .setCoder(coder);
      // Without this seed, nothing would come out when nothing came in.
      KV<Integer, @Nullable TableChange> seed = KV.of(0, null);
      PCollection<KV<Integer, @Nullable TableChange>> seeds =
          changes.getPipeline().apply("Seed", Create.of(seed).withCoder(coder));
      return PCollectionList.of(keyed)
          .and(seeds)
          .apply("WithSeed", Flatten.pCollections())
          .apply("All", GroupByKey.create())
          .apply("Commit", ParDo.of(new CommitFn(config, request, journal)))
          .setCoder(SerializedCoder.of(CommitResult.class));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      if (lake != null) {
        builder.add(DisplayData.item("catalog", lake.catalog().toString()));
      }
      builder.add(DisplayData.item("writeId", request.writeId()));
      if (triggeringFrequency != null) {
        builder.add(DisplayData.item("triggeringFrequency", triggeringFrequency));
      }
    }
  }

  private static final class OneKey
      extends SimpleFunction<TableChange, KV<Integer, @Nullable TableChange>> {
    @Override
    public KV<Integer, @Nullable TableChange> apply(TableChange change) {
      return KV.of(0, change);
    }
  }
}
