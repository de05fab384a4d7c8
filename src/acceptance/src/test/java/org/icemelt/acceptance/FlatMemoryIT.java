package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.Test;

/** A file many times as large as the memory: what is held does not grow with it. */
class FlatMemoryIT {
  private static final int FEATURES = 300_000;

  /** Squares of 0.001 degrees on a grid of 600 columns. */
  private static final int COLUMNS = 600;

  @Test
  void aFileOf300000FeaturesNeeds256MegabytesOfHeap() throws Exception {
    RunFolder folder = RunFolder.empty("flat-memory");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    Path file = manifest.folder().resolve("squares.geojson");
    write(file);
    assertThat(Files.size(file)).isGreaterThan(70_000_000);

    Icemelt.expectWith(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        0,
        folder.path(),
        "--layers=raw,staging",
        manifest.dataset("squares", file.getFileName().toString()).option());

    try (Connection duckdb = folder.open()) {
      // sums of the numbers 0 to 299,999 and of their squares' places, worked out by hand
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(*), count(DISTINCT unified_id), sum(source_row), round(avg(centroid_lon), 9),"
                      + " round(avg(centroid_lat), 9), count(*) FILTER (geometry_repaired)"
                      + " FROM stg_pv_consolidated"))
          .containsExactly(
              List.of(
                  300_000L, 300_000L, BigInteger.valueOf(44_999_850_000L), 2.9955, 42.4955, 0L));
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT count(*), sum(id), count(*) FILTER (name = 'site ' || id) FROM raw_squares"))
          .containsExactly(List.of(300_000L, BigInteger.valueOf(44_999_850_000L), 300_000L));
    }
  }

  private static void write(Path file) throws Exception {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"type\": \"FeatureCollection\", \"features\": [\n");
      for (int i = 0; i < FEATURES; i++) {
        double x = (i % COLUMNS) * 0.01;
        double y = 40 + (i / COLUMNS) * 0.01;
        out.write(
            String.format(
                Locale.ROOT,
                "{\"type\": \"Feature\", \"properties\": {\"id\": %d, \"name\": \"site %d\", \"operator\": \"nobody in particular, of nowhere\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[%.4f, %.4f], [%.4f, %.4f], [%.4f, %.4f], [%.4f, %.4f], [%.4f, %.4f]]]}}%s%n",
                i,
                i,
                x,
                y,
                x + 0.001,
                y,
                x + 0.001,
                y + 0.001,
                x,
                y + 0.001,
                x,
                y,
                i + 1 < FEATURES ? "," : ""));
      }
      out.write("]}\n");
    }
  }
}
