package org.icemelt.io.ducklake;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.write.CommitFn;
import org.icemelt.io.ducklake.internal.write.SerializedCoder;
import org.icemelt.io.ducklake.internal.write.StageFn;
import org.icemelt.io.ducklake.internal.write.TableRowCoder;
import org.jspecify.annotations.Nullable;

/** Writes to DuckLake lakes. */
public final class DuckLakeIO {
  private DuckLakeIO() {}

  /** Rows of any tables into Parquet files that no catalog names yet. */
  public static Stage stage() {
    return new Stage(null, row -> "", null);
  }

  /** Changes of any tables into one snapshot. */
  public static Commit commit() {
    return new Commit(
        null,
        new CommitRequest(UUID.randomUUID().toString(), null, null, Map.of(), true, false),
        null);
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

  private static LakeConfig required(@Nullable LakeConfig lake, String transform) {
    if (lake == null) {
      throw new IllegalArgumentException(
          "Cannot apply DuckLakeIO.%s(): withLake is missing.".formatted(transform));
    }
    return lake;
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
      return rows.apply("WriteFiles", ParDo.of(new StageFn(required(lake, "stage"), unit, journal)))
          .setCoder(stagedFileCoder());
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
   * CommitResult} comes out, even if no change came in. The input is bounded.
   */
  public static final class Commit
      extends PTransform<PCollection<TableChange>, PCollection<CommitResult>> {
    private final @Nullable LakeConfig lake;
    private final CommitRequest request;
    private final @Nullable WriteJournal journal;

    private Commit(
        @Nullable LakeConfig lake, CommitRequest request, @Nullable WriteJournal journal) {
      this.lake = lake;
      this.request = request;
      this.journal = journal;
    }

    public Commit withLake(LakeConfig config) {
      return new Commit(config, request, journal);
    }

    /** The commit's own files are noted, and nothing is committed once the run was stopped. */
    public Commit withJournal(WriteJournal writeJournal) {
      return new Commit(lake, request, writeJournal);
    }

    /**
     * Token by which a repeated commit is recognised; by default a new one each time the pipeline
     * is built. Give the old one when the same run is submitted again.
     */
    public Commit withWriteId(String writeId) {
      if (writeId.isBlank()) {
        throw new IllegalArgumentException("Invalid write id: it is empty.");
      }
      return with(
          new CommitRequest(
              writeId,
              request.author(),
              request.message(),
              request.extraInfo(),
              request.createTables(),
              request.addColumns()));
    }

    /** Goes into the snapshot. */
    public Commit withAuthor(String author) {
      return with(
          new CommitRequest(
              request.writeId(),
              author,
              request.message(),
              request.extraInfo(),
              request.createTables(),
              request.addColumns()));
    }

    /** Goes into the snapshot; some lakes insist on one. */
    public Commit withMessage(String message) {
      return with(
          new CommitRequest(
              request.writeId(),
              request.author(),
              message,
              request.extraInfo(),
              request.createTables(),
              request.addColumns()));
    }

    /** Goes, with the write id and the counts of rows, into the snapshot's extra info as JSON. */
    public Commit withExtraInfo(Map<String, String> info) {
      return with(
          new CommitRequest(
              request.writeId(),
              request.author(),
              request.message(),
              new TreeMap<>(info),
              request.createTables(),
              request.addColumns()));
    }

    /** A missing table refuses the commit instead of being made. */
    public Commit withoutCreatingTables() {
      return with(
          new CommitRequest(
              request.writeId(),
              request.author(),
              request.message(),
              request.extraInfo(),
              false,
              request.addColumns()));
    }

    /** Columns that an existing table lacks are added to it, NULL in its older rows. */
    public Commit withAddedColumns() {
      return with(
          new CommitRequest(
              request.writeId(),
              request.author(),
              request.message(),
              request.extraInfo(),
              request.createTables(),
              true));
    }

    private Commit with(CommitRequest changed) {
      return new Commit(lake, changed, journal);
    }

    @Override
    public PCollection<CommitResult> expand(PCollection<TableChange> changes) {
      LakeConfig config = required(lake, "commit");
      if (changes.isBounded() == IsBounded.UNBOUNDED) {
        throw new IllegalArgumentException(
            "Cannot commit an unbounded collection in one snapshot: give DuckLakeIO.commit() a bounded one.");
      }
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
