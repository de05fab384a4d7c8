package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.rows.BeamRows;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Judge;
import org.icemelt.judge.RandomHistory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Beam source, a row group a split, gives what DuckDB reads, on every catalog. */
class ReadSourceTest {
  private static final int LAKES = 3;
  private static final ConcurrentLinkedQueue<String> FOUND = new ConcurrentLinkedQueue<>();

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path folder;

  /** Notes rows as text, after the snapshot that they are of. */
  private static final class Note extends DoFn<Row, Void> {
    private final long snapshot;
    private final BeamRows back;

    Note(long snapshot, BeamRows back) {
      this.snapshot = snapshot;
      this.back = back;
    }

    @ProcessElement
    public void process(@Element Row row) {
      List<@Nullable Object> values = back.values(row);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        texts.add(DuckValues.text(back.schema().columns().get(i).type(), values.get(i)));
      }
      FOUND.add(snapshot + " " + texts);
    }
  }

  @ParameterizedTest
  @EnumSource(CatalogAddress.Kind.class)
  void splitsOfOneRowGroupGiveWhatDuckDbReads(CatalogAddress.Kind kind) throws Exception {
    for (long seed = 101; seed < 101 + LAKES; seed++) {
      Path files = Files.createDirectories(folder.resolve("lake-" + seed));
      TestLake lake = new TestLake(files, kind);
      Map<Long, DuckValues.Result> expected = new TreeMap<>();
      try (Connection duck = Judge.connect()) {
        Judge.execute(duck, "SET TimeZone='UTC'");
        Judge.attach(
            duck,
            lake.catalog(),
            "lake",
            AttachOption.dataPath(String.valueOf(lake.config.dataPath())));
        new RandomHistory(duck, files, seed).run(14);
        List<Long> snapshots = HistoryReadTest.snapshots(duck);
        int last = snapshots.size() - 1;
        for (int at : new int[] {0, last / 2, last}) {
          long snapshot = snapshots.get(at);
          DuckValues.Result rows = HistoryReadTest.rows(duck, snapshot);
          if (rows != null) {
            expected.put(snapshot, rows);
          }
        }
      }
      assertThat(expected).hasSize(3);
      check(lake, expected, "seed " + seed);
    }
  }

  private static void check(TestLake lake, Map<Long, DuckValues.Result> expected, String where) {
    Pipeline pipeline = Pipeline.create();
    List<String> wanted = new ArrayList<>();
    expected.forEach(
        (snapshot, result) -> {
          PCollection<Row> rows =
              pipeline.apply(
                  "Read" + snapshot,
                  DuckLakeIO.read()
                      .withLake(lake.config)
                      .from("t")
                      .at(snapshot)
                      .withRowIds()
                      .withSplitBytes(1));
          BeamRows back = BeamRows.of(rows.getSchema());
          List<String> types = new ArrayList<>();
          back.schema().columns().forEach(column -> types.add(DuckValues.sql(column.type())));
          types.replaceAll(type -> type.equals("GEOMETRY") ? "BLOB" : type);
          assertThat(types).as(where).isEqualTo(result.types());
          rows.apply("Note" + snapshot, ParDo.of(new Note(snapshot, back)));
          result.rows().forEach(row -> wanted.add(snapshot + " " + row));
        });
    FOUND.clear();
    pipeline.run().waitUntilFinish();
    List<String> found = new ArrayList<>(FOUND);
    found.sort(null);
    wanted.sort(null);
    assertThat(found).as(where).isEqualTo(wanted);
  }
}
