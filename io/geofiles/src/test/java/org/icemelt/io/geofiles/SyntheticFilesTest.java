package org.icemelt.io.geofiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/** Each row of the made-up files, value by value, against GDAL and pyarrow. */
class SyntheticFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<String> files() {
    Iterable<String> names = () -> Synthetic.expected().fieldNames();
    return StreamSupport.stream(names.spliterator(), false).filter(name -> !name.equals("same"));
  }

  @Test
  void knowsManyFiles() {
    assertThat(files().count()).isGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsWhatOtherReadersRead(String key) throws Exception {
    JsonNode expected = Synthetic.expected(key);
    String name = key.contains("#") ? key.substring(0, key.indexOf('#')) : key;
    for (long splitBytes : new long[] {Long.MAX_VALUE, 1}) {
      List<Layer> layers = GeoFiles.inspect(Synthetic.file(name), splitBytes);
      Layer layer =
          layers.stream().filter(l -> l.sourceFile().equals(key)).findFirst().orElseThrow();

      assertThat(columns(layer)).isEqualTo(columns(expected));
      List<RowOutcome> outcomes = readAll(layer);
      assertThat(outcomes).hasSize(expected.path("rows").size());
      for (int i = 0; i < outcomes.size(); i++) {
        long fid = expected.path("fids").path(i).asLong(i);
        assertRow(outcomes.get(i), layer, expected.path("rows").get(i));
        if (layer.format() == Format.SHAPEFILE) {
          assertThat(outcomes.get(i).row()).isEqualTo(fid);
        } else {
          assertThat(outcomes.get(i).row()).isEqualTo(i);
        }
      }
    }
  }

  private static List<RowOutcome> readAll(Layer layer) throws GeoFileException {
    List<RowOutcome> outcomes = new ArrayList<>();
    for (Split split : layer.splits()) {
      try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
        for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
          outcomes.add(row);
        }
      }
    }
    return outcomes;
  }

  private static void assertRow(RowOutcome outcome, Layer layer, JsonNode expected)
      throws JsonProcessingException {
    List<@Nullable Object> values;
    if (outcome instanceof RowOutcome.Read read) {
      assertThat(hex(read.geometry())).isEqualTo(expected.get(0).textValue());
      values = read.values();
    } else {
      RowOutcome.Bad bad = (RowOutcome.Bad) outcome;
      assertThat(bad.reason()).isEqualTo(RejectReason.GEOMETRY_MISSING);
      assertThat(expected.get(0).isNull()).as("row %d", bad.row()).isTrue();
      values = bad.values();
    }
    assertThat(values).isNotNull();
    for (int i = 0; i < values.size(); i++) {
      Column column = layer.schema().columns().get(i);
      assertValue(values.get(i), column, expected.get(i + 1));
    }
  }

  private static String hex(Geometry geometry) {
    boolean hasZ = !Double.isNaN(geometry.getCoordinate().getZ());
    return WKBWriter.toHex(new WKBWriter(hasZ ? 3 : 2).write(geometry));
  }

  private static void assertValue(@Nullable Object value, Column column, JsonNode expected)
      throws JsonProcessingException {
    if (value == null) {
      // a .dbf's word for not-a-number is no number to us
      assertThat(expected.isNull() || expected.asText().equals("nan")).as(column.name()).isTrue();
    } else if (value instanceof Long || value instanceof Integer) {
      assertThat(((Number) value).longValue()).isEqualTo(expected.longValue());
      assertThat(expected.isIntegralNumber()).as(column.name()).isTrue();
    } else if (value instanceof Double || value instanceof Float) {
      assertThat((Object) ((Number) value).doubleValue()).isEqualTo(expected.doubleValue());
    } else if (value instanceof Boolean truth) {
      assertThat(truth).isEqualTo(expected.booleanValue());
    } else if (column.type() == ValueType.JSON) {
      assertThat(MAPPER.readTree((String) value)).isEqualTo(expected);
    } else if (value instanceof LocalDateTime || value instanceof Instant) {
      LocalDateTime time =
          value instanceof Instant instant
              ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
              : (LocalDateTime) value;
      assertThat(time).isEqualTo(LocalDateTime.parse(expected.textValue()));
    } else if (value instanceof LocalDate date) {
      assertThat(date).isEqualTo(LocalDate.parse(expected.textValue()));
    } else {
      String text = value instanceof byte[] b ? HexFormat.of().formatHex(b) : (String) value;
      assertThat(text).isEqualTo(expected.textValue());
    }
  }

  private static List<String> columns(Layer layer) {
    return layer.schema().columns().stream().map(c -> c.name() + " " + c.type()).toList();
  }

  /** Our types for Arrow's; a name that a .dbf has twice is numbered. */
  private static List<String> columns(JsonNode expected) {
    List<String> columns = new ArrayList<>();
    for (JsonNode column : expected.path("columns")) {
      String name = column.path("name").asText();
      boolean taken = columns.stream().anyMatch(c -> c.startsWith(name + " "));
      columns.add((taken ? name + "_2" : name) + " " + type(column.path("arrow").asText()));
    }
    return columns;
  }

  private static ValueType type(String arrow) {
    return switch (arrow.contains("<") ? arrow.substring(0, arrow.indexOf('<')) : arrow) {
      case "bool" -> ValueType.BOOLEAN;
      case "int8", "int16", "int32", "uint16" -> ValueType.INT32;
      case "int64", "uint32" -> ValueType.INT64;
      case "halffloat", "float" -> ValueType.FLOAT32;
      case "double" -> ValueType.FLOAT64;
      case "date32[day]" -> ValueType.DATE;
      case "timestamp[ms]", "timestamp[us]", "timestamp[ns]" -> ValueType.TIMESTAMP;
      case "timestamp[ms, tz=UTC]", "timestamp[us, tz=UTC]" -> ValueType.TIMESTAMPTZ;
      case "binary" -> ValueType.BINARY;
      case "list", "struct", "map" -> ValueType.JSON;
      case "string", "dictionary" -> ValueType.STRING;
      default -> throw new IllegalArgumentException(arrow);
    };
  }
}
