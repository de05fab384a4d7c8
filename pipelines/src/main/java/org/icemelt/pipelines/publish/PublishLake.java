package org.icemelt.pipelines.publish;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.pipelines.runner.Listed;

/** Copies all tables and views of a lake into another one, in one snapshot of it. */
final class PublishLake {
  /** One unit: the copy stands as a whole, and an unchanged lake is not copied again. */
  private static final String UNIT = "icemelt-publish";

  private static final long SPLIT_BYTES = 64L << 20;

  private PublishLake() {}

  static void copy(Lake from, LakeConfig to) {
    List<TableChange> changes = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    long snapshot = from.latestSnapshot().map(Lake.SnapshotInfo::id).orElse(0L);
    for (Lake.TableInfo table : from.tables()) {
      ScanPlan plan = LakeScan.of(from.config(), table.name()).at(snapshot).plan();
      TableDef definition =
          new TableDef(
              table.name(),
              plan.schema(),
              table.partitioning().stream().map(PartitionField::identity).toList());
      changes.add(new TableChange.CreateTable(UNIT, definition));
      changes.add(new TableChange.ReplaceTable(UNIT, definition));
      for (ScanTask task : plan.tasks()) {
        task.split(SPLIT_BYTES).forEach(split -> parts.add(new Part(definition, split)));
      }
    }
    for (Lake.ViewInfo view : from.views()) {
      changes.add(new TableChange.CreateView(UNIT, view.name(), view.sql(), List.of()));
    }
    changes.add(
        new TableChange.Fingerprint(UNIT, from.config().catalog() + " snapshot " + snapshot));
    run(parts, changes, to, "icemelt publish of snapshot " + snapshot);
  }

  private static void run(
      List<Part> parts, List<TableChange> changes, LakeConfig to, String message) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PCollection<TableChange> files =
        pipeline
            .apply("Parts", Listed.of(parts, Part.class))
            .apply("SpreadParts", Reshuffle.viaRandomKey())
            .apply("ReadRows", ParDo.of(new ReadRows()))
            .setCoder(DuckLakeIO.tableRowCoder())
            .apply("StageFiles", DuckLakeIO.stage().withLake(to).withUnit(row -> UNIT))
            .apply("AppendFiles", ParDo.of(new AppendFiles()))
            .setCoder(DuckLakeIO.tableChangeCoder());
    PCollection<TableChange> tables =
        pipeline.apply("Tables", Create.of(changes).withCoder(DuckLakeIO.tableChangeCoder()));
    PCollectionList.of(files)
        .and(tables)
        .apply("AllChanges", Flatten.pCollections())
        .apply("CommitSnapshot", DuckLakeIO.commit().withLake(to).withMessage(message));
    pipeline.run().waitUntilFinish();
  }

  /** Some rows of one table. */
  private record Part(TableDef table, ScanTask task) implements java.io.Serializable {}

  private static final class ReadRows extends DoFn<Part, TableRow> {
    @ProcessElement
    public void read(@Element Part part, OutputReceiver<TableRow> out) {
      try (RowCursor rows = part.task().open()) {
        while (rows.next()) {
          out.output(TableRow.of(part.table(), rows.values()));
        }
      }
    }
  }

  private static final class AppendFiles extends DoFn<StagedFile, TableChange> {
    @ProcessElement
    public void append(@Element StagedFile file, OutputReceiver<TableChange> out) {
      out.output(new TableChange.Append(UNIT, file));
    }
  }
}
