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
 * <p>{@link #write} takes Beam rows into one table. {@link #stage} and {@link #commit} are its two
 * halves, for any number of tables, whose definitions may come at run time, and for commits that do
 * more than append. All that one {@code commit()} takes is one snapshot: readers see all of it or
 * nothing.
 *
 * <h2>Settings</h2>
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting</th><th>default</th><th>meaning</th></tr>
 * <tr><td>withLake</td><td>required</td><td>catalog and data path, see {@link LakeConfig}</td></tr>
 * <tr><td>to</td><td>required</td><td>{@code table} or {@code schema.table}</td></tr>
 * <tr><td>withWriteDisposition</td><td>APPEND</td><td>what becomes of the rows that are there</td></tr>
 * <tr><td>withPartitioning</td><td>the table's own</td><td>partition keys</td></tr>
 * <tr><td>withoutCreatingTables</td><td>missing tables are made</td><td>refuse instead</td></tr>
 * <tr><td>withSorting</td><td>the table's own</td><td>order of the rows in each file</td></tr>
 * <tr><td>withSchemaEvolution</td><td>refused</td><td>add columns that the table lacks, widen types, relax NOT NULL</td></tr>
 * <tr><td>withWriteId</td><td>new each time</td><td>token that recognises a repeated commit</td></tr>
 * <tr><td>withAuthor, withMessage, withExtraInfo</td><td>none</td><td>go into the snapshot</td></tr>
 * </table>
 *
 * <p>How files are written (compression, row groups, target size, folders) is the lake's to say, by
 * its options.
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
 * <h2>Guarantees</h2>
 *
 * Bounded input, any windows. Each row is in the lake once, whatever is retried: the commit carries
 * its write id in the catalog's own transaction, so that a repeated commit, also one that comes
 * with freshly written files, finds itself and adds nothing. A failed commit changes nothing. Files
 * that a killed worker leaves are named by no snapshot. Other writers, DuckDB's sessions among
 * them, may commit at any time.
 *
 * <p>Streaming mode is refused: a bounded source there repeats rows after a restart.
 *
 * <h2>Metrics</h2>
 *
 * {@code rowsWritten}, {@code filesWritten} (attempted: repeated bundles count again), {@code
 * commits}, {@code commitAttempts} (transactions begun for them), {@code commitHeldMillis} (how
 * long the one that went through held up other writers); namespace {@code
 * org.icemelt.io.ducklake.DuckLakeIO}.
 */
public final class DuckLakeIO {
  private DuckLakeIO() {}

  /** Beam rows into one table, in one snapshot. */
  public static WriteRows write() {
    return WriteRows.withDefaults();
  }

  /** Rows of a table as Beam rows: see {@link ReadRows}. */
  public static ReadRows read() {
    return ReadRows.withDefaults();
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

  /** Refuses to run in a mode in which the rows of bounded input would be stored twice. */
  static void refuseBoundedStreaming(
      @Nullable PipelineOptions options, Map<TupleTag<?>, PCollection<?>> inputs) {
    boolean bounded =
        inputs.values().stream().allMatch(input -> input.isBounded() == IsBounded.BOUNDED);
    if (options != null && bounded) {
      BoundedInput.refuseStreaming(options);
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
      refuseBoundedStreaming(options, inputs);
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
