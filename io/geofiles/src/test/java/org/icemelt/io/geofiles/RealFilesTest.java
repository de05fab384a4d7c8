package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.ValueType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every value and vertex of the real files against GDAL and pyarrow. */
class RealFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "solar_farms_india_2021_merged_simplified.geojson, 1363, OGC:CRS84",
    "uspvdb_v1_0_20231108.geojson, 3699, EPSG:4326",
    "solar_panels.geojson, 186, EPSG:4326",
    "usa_cali_usgs_pv_2016_centroids.parquet, 19435, EPSG:4269",
    "ind_pv_solar_farms_2022.parquet, 1363, EPSG:4326",
    "geoparquet_example_5_countries.parquet, 5, OGC:CRS84",
    "ne_110m_admin_0_countries.json, 177, EPSG:4326",
    "ne_50m_admin_0_countries.json, 241, EPSG:4326",
    "ne_50m_admin_1_states_provinces.json, 100, EPSG:4326",
    "overture_buildings.parquet, 100, OGC:CRS84",
    "overture_infrastructure.parquet, 100, OGC:CRS84",
    "pv_spain.gpkg, 3043, EPSG:4326",
    "photovoltaics_open-space.shp, 3265, PROJCS",
    "solar-eia-plants.shp, 4180, GEOGCS",
    "esp_gem_pv_operating_latin1.shp, 1896, GEOGCS",
    "Original_SpatialJoin1_wri_NATUREART_1_1.shp, 1, GEOGCS",
  })
  void readsWhatOtherReadersRead(String name, int features, String crs)
      throws IOException, GeoFileException {
    for (long splitBytes : new long[] {Long.MAX_VALUE, 100_000}) {
      List<Layer> layers = GeoFiles.inspect(RealFiles.file(name, folder), splitBytes);

      assertThat(layers).hasSize(1);
      Layer layer = layers.get(0);
      assertThat(layer.sourceFile()).isEqualTo(name);
      assertThat(layer.featureCount()).isEqualTo(features);
      assertThat(layer.crs()).startsWith(crs);
      assertThat(layer.splits())
          .hasSizeGreaterThan(
              splitBytes == Long.MAX_VALUE || layer.format() == Format.GEOPARQUET || features < 2000
                  ? 0
                  : 1);
      assertSame(layer, RealFiles.expected(name));
    }
  }

  private static void assertSame(Layer layer, JsonNode expected) throws GeoFileException {
    LayerDigest digest = LayerDigest.of(layer, layer.schema());
    assertThat(digest.rows).isEqualTo(expected.path("features").asInt());
    List<String> found = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (JsonNode column : expected.path("columns")) {
      int i = layer.schema().indexOf(column.path("name").asText()).orElseThrow();
      Column own = layer.schema().columns().get(i);
      found.add(own.name() + " " + own.type() + " " + digest.filled(i));
      wanted.add(
          own.name() + " " + type(column, layer.format()) + " " + column.path("filled").asLong());
      if (own.type() != ValueType.JSON) {
        found.add(own.name() + " " + digest.column(i));
        wanted.add(own.name() + " " + column.path("sha256").asText());
      }
    }
    assertThat(found).containsExactlyElementsOf(wanted);
    JsonNode geometry = expected.path("geometry");
    assertThat(digest.missing).isEqualTo(geometry.path("missing").asInt());
    assertThat(digest.vertices).isEqualTo(geometry.path("vertices").asLong());
    assertThat(digest.types).isEqualTo(types(geometry.path("types")));
    assertThat(digest.geometries()).isEqualTo(geometry.path("sha256").asText());
  }

  private static Map<String, Integer> types(JsonNode counts) {
    Map<String, Integer> types = new TreeMap<>();
    counts.fields().forEachRemaining(e -> types.put(e.getKey(), e.getValue().asInt()));
    return types;
  }

  /** Our type for GDAL's; GeoJSON has no 32-bit integers of its own. */
  private static ValueType type(JsonNode column, Format format) {
    return switch (column.path("arrow").asText()) {
      case "bool" -> ValueType.BOOLEAN;
      case "int32" -> format == Format.GEOJSON ? ValueType.INT64 : ValueType.INT32;
      case "int64" -> ValueType.INT64;
      case "double" -> ValueType.FLOAT64;
      case "nested" -> ValueType.JSON;
      default -> ValueType.STRING;
    };
  }
}
