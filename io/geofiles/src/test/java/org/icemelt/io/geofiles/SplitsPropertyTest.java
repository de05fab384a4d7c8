package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/** Reading in splits of any size gives what reading whole gives, in every format. */
class SplitsPropertyTest {
  private static final List<String> SYNTHETIC =
      List.of(
          "same.geojson",
          "same.geojsonl",
          "same.gpkg",
          "same.shp",
          "same.parquet",
          "same.fgb",
          "indexed.fgb",
          "streamed.fgb",
          "native_multipolygon.parquet",
          "maps.parquet",
          "geoarrow_multipolygon.parquet",
          "geoarrow_point.parquet",
          "types.parquet",
          "layers.gpkg",
          "windings.shp",
          "dbf_types.shp",
          "moved.shp");
  private static final List<String> REAL =
      List.of(
          "solar_farms_india_2021_merged_simplified.geojson",
          "photovoltaics_open-space.shp",
          "pv_spain.gpkg",
          "usa_cali_usgs_pv_2016_centroids.parquet");
  private static final Map<String, GeoFile> FILES = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> WHOLE = new ConcurrentHashMap<>();
  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeLines() throws IOException {
    folder = Files.createTempDirectory("splits");
    String text = Files.readString(Synthetic.path("same.geojson"));
    List<String> features =
        text.lines()
            .filter(line -> line.startsWith("{ \"type\": \"Feature\""))
            .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
            .toList();
    assertThat(features).hasSize(40);
    Path lines = Files.write(folder.resolve("same.geojsonl"), features);
    FILES.put("same.geojsonl", RealFiles.geoFile("same.geojsonl", lines));
  }

  @AfterContainer
  static void removeLines() throws IOException {
    Files.delete(folder.resolve("same.geojsonl"));
    Files.delete(folder);
  }

  @Property(tries = 120)
  void splitsOfMadeUpFilesAddUp(
      @ForAll("synthetic") String name, @ForAll("splitBytes") long splitBytes) throws Exception {
    assertSplitsAddUp(FILES.computeIfAbsent(name, Synthetic::file), splitBytes);
  }

  @Property(tries = 8)
  void splitsOfRealFilesAddUp(
      @ForAll("real") String name, @ForAll("realSplitBytes") long splitBytes) throws Exception {
    assertSplitsAddUp(RealFiles.file(name, folder), splitBytes);
  }

  private static void assertSplitsAddUp(GeoFile file, long splitBytes) throws Exception {
    List<Layer> undivided = GeoFiles.inspect(file, Long.MAX_VALUE);
    List<Layer> divided = GeoFiles.inspect(file, splitBytes);
    assertThat(divided).hasSameSizeAs(undivided);
    for (int i = 0; i < divided.size(); i++) {
      assertSplitsAddUp(undivided.get(i), divided.get(i));
    }
  }

  private static void assertSplitsAddUp(Layer undivided, Layer layer) throws Exception {
    List<String> whole = WHOLE.get(undivided.sourceFile());
    if (whole == null) {
      assertThat(undivided.splits()).hasSizeLessThanOrEqualTo(1);
      whole = rows(undivided);
      WHOLE.put(undivided.sourceFile(), whole);
    }

    assertThat(rows(layer)).isEqualTo(whole);
    assertThat(layer.splits().stream().mapToLong(Split::rows).sum())
        .isEqualTo(layer.featureCount())
        .isEqualTo(whole.size());
  }

  private static List<String> rows(Layer layer) throws GeoFileException {
    List<String> rows = new ArrayList<>();
    for (Split split : layer.splits()) {
      int before = rows.size();
      try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
        for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
          rows.add(shown(row));
        }
      }
      assertThat(rows.size() - before).isEqualTo((int) split.rows());
    }
    return rows;
  }

  private static String shown(RowOutcome row) {
    return row instanceof RowOutcome.Read read
        ? read.row() + " " + wkb(read.geometry()) + shown(read.values())
        : row instanceof RowOutcome.Bad bad && bad.values() != null
            ? bad.row() + " " + bad.reason() + " " + bad.detail() + shown(bad.values())
            : row.toString();
  }

  private static String wkb(Geometry geometry) {
    boolean hasZ = !Double.isNaN(geometry.getCoordinate().getZ());
    return WKBWriter.toHex(new WKBWriter(hasZ ? 3 : 2).write(geometry));
  }

  private static String shown(List<@Nullable Object> values) {
    return values.stream()
        .map(value -> value instanceof byte[] bytes ? WKBWriter.toHex(bytes) : "" + value)
        .toList()
        .toString();
  }

  @Provide
  Arbitrary<String> synthetic() {
    return Arbitraries.of(SYNTHETIC);
  }

  @Provide
  Arbitrary<String> real() {
    return Arbitraries.of(REAL);
  }

  @Provide
  Arbitrary<Long> splitBytes() {
    return Arbitraries.longs().between(1, 20_000);
  }

  @Provide
  Arbitrary<Long> realSplitBytes() {
    return Arbitraries.longs().between(5_000, 2_000_000);
  }
}
