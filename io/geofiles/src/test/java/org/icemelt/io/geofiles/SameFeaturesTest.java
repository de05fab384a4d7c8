package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

/**
 * The same 40 features give the same rows whatever file they come from. What the formats cannot
 * hold, and all that this test allows: GeoJSON has neither dates (text) nor 32-bit numbers;
 * FlatGeobuf has dates only with a time of day; a Shapefile turns outlines clockwise, and GDAL
 * writes there numbers and dates as it types them.
 */
class SameFeaturesTest {
  private static final FeatureSchema TARGET =
      FeatureSchema.of(
          new Column("name", ValueType.STRING),
          new Column("count", ValueType.INT32),
          new Column("big", ValueType.INT64),
          new Column("power_kw", ValueType.FLOAT64),
          new Column("built", ValueType.STRING));

  @ParameterizedTest
  @ValueSource(strings = {"same.geojson", "same.gpkg", "same.shp", "same.parquet", "same.fgb"})
  void givesTheSameRows(String name) throws Exception {
    JsonNode expected = Synthetic.expected("same").path("rows");
    for (long splitBytes : new long[] {1000, Long.MAX_VALUE}) {
      List<Layer> layers = GeoFiles.inspect(Synthetic.file(name), splitBytes);
      assertThat(layers).hasSize(1);
      Rows rows = Rows.of(layers.get(0), TARGET);
      assertThat(rows.layer().featureCount()).isEqualTo(40);
      assertThat(rows.size()).isEqualTo(40);
      assertThat(columnNames(rows.layer())).isEqualTo(columnNames(TARGET));
      for (int i = 0; i < 40; i++) {
        JsonNode row = expected.get(i);
        assertThat(values(rows, i)).isEqualTo(values(row, name));
        if (row.get(0).isNull()) {
          assertThat(rows.bad(i).reason()).isEqualTo(RejectReason.GEOMETRY_MISSING);
        } else {
          assertSameShape(rows.read(i).geometry(), new WKTReader().read(row.get(0).asText()), name);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"same.geojson", "same.gpkg", "same.shp", "same.parquet", "same.fgb"})
  void typesTheColumnsAsTheFormatCan(String name) throws Exception {
    boolean json = name.endsWith(".geojson");

    assertThat(Rows.of(Synthetic.file(name), 1).columns())
        .containsExactly(
            "name STRING",
            json ? "count INT64" : "count INT32",
            "big INT64",
            "power_kw FLOAT64",
            json ? "built STRING" : name.endsWith(".fgb") ? "built TIMESTAMP" : "built DATE");
  }

  private static void assertSameShape(Geometry actual, Geometry expected, String name) {
    assertThat(actual.getGeometryType()).isEqualTo(expected.getGeometryType());
    if (name.endsWith(".shp")) {
      assertThat(actual.norm().equalsExact(expected.norm())).as("%s", actual).isTrue();
    } else {
      assertThat(actual.equalsExact(expected)).as("%s", actual).isTrue();
    }
  }

  private static List<@Nullable Object> values(Rows rows, int row) {
    return rows.outcomes().get(row) instanceof RowOutcome.Read read
        ? read.values()
        : rows.bad(row).values();
  }

  private static List<@Nullable Object> values(JsonNode row, String name) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.get(1).textValue());
    values.add(row.get(2).isNull() ? null : row.get(2).intValue());
    values.add(row.get(3).longValue());
    values.add(row.get(4).isNull() ? null : row.get(4).doubleValue());
    LocalDate built = row.get(5).isNull() ? null : LocalDate.parse(row.get(5).textValue());
    boolean timed = built != null && name.endsWith(".fgb");
    values.add(built == null ? null : timed ? built.atStartOfDay().toString() : built.toString());
    return values;
  }

  private static List<String> columnNames(Layer layer) {
    return columnNames(layer.schema());
  }

  private static List<String> columnNames(FeatureSchema schema) {
    return schema.columns().stream().map(Column::name).toList();
  }
}
