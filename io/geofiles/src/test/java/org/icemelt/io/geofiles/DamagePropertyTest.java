package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Assertions;

/**
 * Files with wrong bytes, or with their ends cut off, give fewer rows or a failure with a code;
 * never more rows, another exception or no end.
 */
class DamagePropertyTest {
  private static final Map<String, Integer> ROWS =
      Map.of(
          "same.geojson", 40,
          "same.gpkg", 40,
          "same.shp", 40,
          "same.parquet", 40,
          "types.parquet", 7,
          "dbf_types.shp", 5, // with the deleted one
          "windings.shp", 14,
          "native_multipolygon.parquet", 3,
          "maps.parquet", 3);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Path folder = Path.of("");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("damage");
  }

  @AfterTry
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 15)
  void wrongBytesGiveFewerRowsOrACodedFailure(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int flips) throws Exception {
    for (String name : ROWS.keySet()) {
      GeoFile file = Synthetic.copy(name, folder);
      List<Path> parts = parts();
      Path part = parts.get(random.nextInt(parts.size()));
      byte[] bytes = Files.readAllBytes(part);
      for (int i = 0; i < flips; i++) {
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200));
        bytes[random.nextInt(8) == 0 ? bytes.length - 1 - at : at] ^=
            (byte) (1 << random.nextInt(8));
      }
      Files.write(part, bytes);
      assertReadsOrFails(name, file);
      clear();
    }
  }

  @Property(tries = 15)
  void cutEndsGiveFewerRowsOrACodedFailure(@ForAll Random random) throws Exception {
    for (String name : ROWS.keySet()) {
      GeoFile file = Synthetic.copy(name, folder);
      List<Path> parts = parts();
      Path part = parts.get(random.nextInt(parts.size()));
      byte[] bytes = Files.readAllBytes(part);
      Files.write(part, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      assertReadsOrFails(name, file);
      clear();
    }
  }

  private List<Path> parts() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void clear() throws IOException {
    for (Path part : parts()) {
      Files.delete(part);
    }
  }

  private static void assertReadsOrFails(String name, GeoFile file) {
    long rows = Assertions.assertTimeoutPreemptively(LIMIT, () -> readAll(file));

    assertThat(rows).as(name).isLessThanOrEqualTo(ROWS.get(name));
  }

  private static long readAll(GeoFile file) {
    long rows = 0;
    try {
      for (Layer layer : GeoFiles.inspect(file, 2000)) {
        for (Split split : layer.splits()) {
          try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
            while (cursor.next() != null) {
              rows++;
            }
          }
        }
      }
    } catch (GeoFileException e) {
      assertThat(e.code()).isNotNull();
      assertThat(e).hasMessageContaining(file.sourceFile()).hasMessageContaining("test_set");
    }
    return rows;
  }
}
