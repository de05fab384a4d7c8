package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFeaturesTest {
  private static final String TEXT =
      """
      {"features":[
      {"type":"Feature","properties":{"k":"a","n":1},"geometry":{"type":"Point","coordinates":[1,2]}},
      {"type":"Feature","properties":{"k":"a","n":2},"geometry":null},
      {"type":"Feature","properties":{"k":"b","n":3},"geometry":null},
      {"type":"Feature","properties":{"k":"b","n":4},"geometry":{"type":"Point","coordinates":[3,4]}},
      {"type":"Feature","properties":{"k":"a","n":5},"geometry":{"type":"Point","coordinates":[5,6]}}
      ]}""";

  @TempDir Path folder;

  private List<ReadTask> tasks(String text, long splitBytes, @Nullable String where)
      throws Exception {
    Layer layer = Rows.ofText(folder, text, splitBytes).layer();
    FeatureSource source =
        new FeatureSource(
            layer.file().dataset(),
            layer.sourceFile(),
            String.valueOf(layer.crs()),
            layer.schema());
    FeatureFilter filter = where == null ? null : FeatureFilter.parse(where);
    List<ReadTask> tasks = new ArrayList<>();
    for (Split split : layer.splits()) {
      tasks.add(new ReadTask(layer, split, tasks.size(), layer.splits().size(), source, filter));
    }
    return tasks;
  }

  private static PCollectionTuple read(Pipeline pipeline, List<ReadTask> tasks) {
    return pipeline
        .apply(Create.of(tasks).withCoder(SerializableCoder.of(ReadTask.class)))
        .apply(new ReadFeatures());
  }

  private static Pipeline pipeline() {
    return Pipeline.create(PipelineOptionsFactory.create());
  }

  private static String shown(Feature feature) {
    return feature.recordId() + " " + feature.geometry() + " " + feature.values();
  }

  private static String shown(Reject reject) {
    return reject.sourceFile() + "#" + reject.row() + " " + reject.reason();
  }

  @Test
  void sendsEachRowToOneOutputAndCountsThem() throws Exception {
    Pipeline pipeline = pipeline();
    PCollectionTuple out = read(pipeline, tasks(TEXT, Long.MAX_VALUE, null));

    PAssert.that(out.get(ReadFeatures.FEATURES))
        .satisfies(
            features -> {
              assertThat(features)
                  .extracting(ReadFeaturesTest::shown)
                  .containsExactlyInAnyOrder(
                      "test_set:f.json#0 POINT (1 2) [a, 1]",
                      "test_set:f.json#3 POINT (3 4) [b, 4]",
                      "test_set:f.json#4 POINT (5 6) [a, 5]");
              return null;
            });
    assertAll(
        out.get(ReadFeatures.REJECTS),
        List.of(
            new Reject(
                "test_set",
                "f.json",
                1,
                RejectReason.GEOMETRY_MISSING,
                "The feature has no geometry",
                null),
            new Reject(
                "test_set",
                "f.json",
                2,
                RejectReason.GEOMETRY_MISSING,
                "The feature has no geometry",
                null)));
    assertAll(
        out.get(ReadFeatures.DONE), List.of(new SplitDone("test_set", "f.json", 0, 1, 5, 2, 0)));
    assertAll(out.get(ReadFeatures.FAILED), List.of());
    pipeline.run().waitUntilFinish();
  }

  @Test
  void countsRowsThatDoNotMatchAsFilteredBadOnesToo() throws Exception {
    Pipeline pipeline = pipeline();
    PCollectionTuple out = read(pipeline, tasks(TEXT, 1, "k = 'a'"));

    PAssert.that(out.get(ReadFeatures.FEATURES))
        .satisfies(
            features -> {
              assertThat(features)
                  .extracting(ReadFeaturesTest::shown)
                  .containsExactlyInAnyOrder(
                      "test_set:f.json#0 POINT (1 2) [a, 1]",
                      "test_set:f.json#4 POINT (5 6) [a, 5]");
              return null;
            });
    PAssert.that(out.get(ReadFeatures.REJECTS))
        .satisfies(
            rejects -> {
              assertThat(rejects)
                  .extracting(ReadFeaturesTest::shown)
                  .containsExactly("f.json#1 GEOMETRY_MISSING");
              return null;
            });
    assertAll(
        out.get(ReadFeatures.DONE),
        List.of(
            new SplitDone("test_set", "f.json", 0, 5, 1, 0, 0),
            new SplitDone("test_set", "f.json", 1, 5, 1, 1, 0),
            new SplitDone("test_set", "f.json", 2, 5, 0, 0, 1),
            new SplitDone("test_set", "f.json", 3, 5, 0, 0, 1),
            new SplitDone("test_set", "f.json", 4, 5, 1, 0, 0)));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void reportsAFileThatBreaksMidwayWithTheRowsSoFar() throws Exception {
    List<ReadTask> tasks = tasks(TEXT, Long.MAX_VALUE, null);
    changeUnseen(TEXT.replace("[3,4]", "[3,*]"));

    assertFailure(
        tasks,
        new SplitFailed(
            "test_set",
            "f.json",
            Code.FILE_MALFORMED,
            "Failed to read f.json of dataset test_set: it is no JSON at byte 333, after 3 complete"
                + " feature(s): Unexpected character ('*' (code 42)): expected a valid value (JSON"
                + " String, Number (or 'NaN'/'INF'/'+INF'), Array, Object or token 'null', 'true' or"
                + " 'false'). Repair the file or fetch it again.",
            3));
  }

  @Test
  void reportsAFileThatHoldsFewerRowsThanWhenItWasInspected() throws Exception {
    List<ReadTask> tasks = tasks(TEXT, Long.MAX_VALUE, null);
    int last = TEXT.lastIndexOf(",\n{\"type\"");
    changeUnseen(TEXT.substring(0, last) + " ".repeat(TEXT.length() - last - 3) + "\n]}");

    assertFailure(
        tasks,
        new SplitFailed(
            "test_set",
            "f.json",
            Code.FILE_MALFORMED,
            "Failed to read f.json of dataset test_set: split 0 has 4 rows where the inspection"
                + " counted 5. The file changed meanwhile; run again.",
            4));
  }

  @Test
  void reportsAFilterThatNamesAnUnknownColumn() throws Exception {
    assertFailure(
        tasks(TEXT, Long.MAX_VALUE, "kind = 'a'"),
        new SplitFailed(
            "test_set",
            "f.json",
            Code.COLUMN_UNKNOWN,
            "Cannot read f.json of dataset test_set: Cannot filter by kind = 'a': there is no column"
                + " \"kind\". Columns are [k, n]",
            0));
  }

  /** Other bytes of the same size and time: only what is read tells. */
  private void changeUnseen(String text) throws IOException {
    Path file = folder.resolve("f.json");
    FileTime before = Files.getLastModifiedTime(file);
    assertThat(text).hasSize(TEXT.length());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, before);
  }

  private static <T> void assertAll(PCollection<T> elements, List<T> expected) {
    PAssert.that(elements)
        .satisfies(
            found -> {
              assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
              return null;
            });
  }

  private static void assertFailure(List<ReadTask> tasks, SplitFailed expected) {
    Pipeline pipeline = pipeline();
    PCollectionTuple out = read(pipeline, tasks);
    assertAll(out.get(ReadFeatures.DONE), List.of());
    assertAll(out.get(ReadFeatures.FAILED), List.of(expected));
    pipeline.run().waitUntilFinish();
  }

  /** The same number of features, other values: without a look at the file nobody would notice. */
  @Test
  void refusesAFileThatWasChangedSinceItsInspection() throws Exception {
    List<ReadTask> tasks = tasks(TEXT, Long.MAX_VALUE, null);
    Path file = Path.of(tasks.get(0).layer().file().path());
    Files.writeString(file, TEXT.replace("\"n\":1", "\"n\":8"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertFailure(tasks, changed(file));
  }

  @Test
  void refusesAFileThatHasGoneSinceItsInspection() throws Exception {
    List<ReadTask> tasks = tasks(TEXT, Long.MAX_VALUE, null);
    Path file = Path.of(tasks.get(0).layer().file().path());
    Files.delete(file);
    assertFailure(tasks, changed(file));
  }

  private static SplitFailed changed(Path file) {
    return new SplitFailed(
        "test_set",
        "f.json",
        Code.FILE_CHANGED,
        "Failed to read f.json of dataset test_set: the file %s was changed or removed while the run"
                .formatted(file)
            + " read it. Run again when it is there and no longer written to.",
        0);
  }

  @Test
  void refusesAFileThatIsChangedWhileItIsRead() throws Exception {
    Layer layer = Rows.ofText(folder, TEXT, Long.MAX_VALUE).layer();
    try (FeatureCursor cursor = GeoFiles.open(layer, layer.splits().get(0), layer.schema())) {
      cursor.next();
      Files.setLastModifiedTime(Path.of(layer.file().path()), FileTime.fromMillis(0));
      for (int row = 1; row < 5; row++) {
        assertThat(cursor.next()).as("row %d", row).isNotNull();
      }
      GeoFileException failure = catchThrowableOfType(GeoFileException.class, cursor::next);
      assertThat(failure.code()).isEqualTo(Code.FILE_CHANGED);
    }
  }

  @Test
  void refusesAShapefileWhoseTableWasChanged() throws Exception {
    for (String ending : List.of("shp", "shx", "dbf")) {
      Files.writeString(folder.resolve("a." + ending), ending);
    }
    FileStamp before = FileStamp.of(folder.resolve("a.shp"));
    Files.writeString(folder.resolve("a.qix"), "an index that somebody's viewer makes");
    Files.writeString(folder.resolve("ab.dbf"), "another file's");
    assertThat(FileStamp.of(folder.resolve("a.shp"))).isEqualTo(before);
    Files.setLastModifiedTime(folder.resolve("a.dbf"), FileTime.fromMillis(0));
    assertThat(FileStamp.of(folder.resolve("a.shp"))).isNotEqualTo(before);
  }
}
