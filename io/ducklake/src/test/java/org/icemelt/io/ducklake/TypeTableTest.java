package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.EnumerationType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.FixedString;
import org.apache.beam.sdk.schemas.logicaltypes.NanosDuration;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.OneOfType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.schemas.logicaltypes.Timestamp;
import org.apache.beam.sdk.schemas.logicaltypes.VariableBytes;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.rows.BeamRows;
import org.icemelt.io.ducklake.internal.rows.LakeToBeam;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The types' table of src/site/ducklake-io.md is what the code does, line by line. */
class TypeTableTest {
  private static final Schema POINT =
      Schema.builder().addField("x", FieldType.INT32.withNullable(true)).build();

  /** Beam's fields by the names that the table gives them. */
  private static final Map<String, FieldType> FIELDS = fields();

  private static Map<String, FieldType> fields() {
    Map<String, FieldType> fields = new LinkedHashMap<>();
    fields.put("BOOLEAN", FieldType.BOOLEAN);
    fields.put("BYTE", FieldType.BYTE);
    fields.put("INT16", FieldType.INT16);
    fields.put("INT32", FieldType.INT32);
    fields.put("INT64", FieldType.INT64);
    fields.put("FLOAT", FieldType.FLOAT);
    fields.put("DOUBLE", FieldType.DOUBLE);
    fields.put("STRING", FieldType.STRING);
    fields.put("BYTES", FieldType.BYTES);
    fields.put("DATETIME", FieldType.DATETIME);
    fields.put("ARRAY", FieldType.array(FieldType.INT32.withNullable(true)));
    fields.put("ITERABLE", FieldType.iterable(FieldType.INT32.withNullable(true)));
    fields.put("MAP", FieldType.map(FieldType.STRING, FieldType.INT32.withNullable(true)));
    fields.put("ROW", FieldType.row(POINT));
    fields.put("LakeFieldTypes.UINT8", LakeFieldTypes.UINT8);
    fields.put("LakeFieldTypes.UINT16", LakeFieldTypes.UINT16);
    fields.put("LakeFieldTypes.UINT32", LakeFieldTypes.UINT32);
    fields.put("LakeFieldTypes.UINT64", LakeFieldTypes.UINT64);
    fields.put("LakeFieldTypes.JSON", LakeFieldTypes.JSON);
    fields.put("LakeFieldTypes.GEOMETRY", LakeFieldTypes.GEOMETRY);
    fields.put("LakeFieldTypes.TIMESTAMP_S", LakeFieldTypes.TIMESTAMP_S);
    fields.put("LakeFieldTypes.TIMESTAMP_MS", LakeFieldTypes.TIMESTAMP_MS);
    fields.put("LakeFieldTypes.TIMESTAMP_NS", LakeFieldTypes.TIMESTAMP_NS);
    fields.put("SqlTypes.DATE", FieldType.logicalType(SqlTypes.DATE));
    fields.put("SqlTypes.TIME", FieldType.logicalType(SqlTypes.TIME));
    fields.put("SqlTypes.DATETIME", FieldType.logicalType(SqlTypes.DATETIME));
    fields.put("SqlTypes.TIMESTAMP", FieldType.logicalType(SqlTypes.TIMESTAMP));
    fields.put("SqlTypes.UUID", FieldType.logicalType(SqlTypes.UUID));
    fields.put("Timestamp(3)", FieldType.logicalType(Timestamp.MILLIS));
    fields.put("Timestamp(6)", FieldType.logicalType(Timestamp.MICROS));
    fields.put("Timestamp(9)", FieldType.logicalType(Timestamp.NANOS));
    fields.put("NanosInstant", FieldType.logicalType(new NanosInstant()));
    fields.put("FixedBytes", FieldType.logicalType(FixedBytes.of(4)));
    fields.put("VariableBytes", FieldType.logicalType(VariableBytes.of(4)));
    fields.put("FixedString", FieldType.logicalType(FixedString.of(4)));
    fields.put("VariableString", FieldType.logicalType(VariableString.of(4)));
    fields.put("Enumeration", FieldType.logicalType(EnumerationType.create("a", "b")));
    fields.put(
        "FixedPrecisionNumeric(p,s)", FieldType.logicalType(FixedPrecisionNumeric.of(38, 10)));
    return fields;
  }

  private static final Map<String, DuckLakeType> LAKE = lake();

  private static Map<String, DuckLakeType> lake() {
    Map<String, DuckLakeType> types = new LinkedHashMap<>();
    for (DuckLakeType.Scalar scalar : DuckLakeType.Scalar.values()) {
      types.put(scalar.catalogText(), scalar);
    }
    types.put("decimal(p,s)", DuckLakeType.decimal(38, 10));
    types.put("list", DuckLakeType.list(DuckLakeType.INT32));
    types.put("map", DuckLakeType.map(DuckLakeType.VARCHAR, DuckLakeType.INT32));
    types.put("struct", DuckLakeType.struct(ColumnDef.of("x", DuckLakeType.INT32)));
    return types;
  }

  /** One line of the table. */
  record Line(String lake, List<String> written, String read) {}

  static List<Line> lines() throws Exception {
    String text =
        Files.readString(Path.of(System.getProperty("icemelt.root"), "src/site/ducklake-io.md"));
    return text.substring(text.indexOf("<!-- types -->"), text.indexOf("<!-- /types -->"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| lake column"))
        .map(line -> line.split("\\|"))
        .map(
            cells ->
                new Line(
                    cells[1].strip(),
                    Arrays.stream(cells[2].split(",(?! ?s\\))")).map(String::strip).toList(),
                    cells[3].strip()))
        .toList();
  }

  @Test
  void everyTypeHasOneLineAndEveryFieldOne() throws Exception {
    assertThat(lines().stream().map(Line::lake).sorted().toList())
        .isEqualTo(List.copyOf(new TreeSet<>(LAKE.keySet())));
    assertThat(lines().stream().flatMap(line -> line.written.stream()).sorted().toList())
        .isEqualTo(List.copyOf(new TreeSet<>(FIELDS.keySet())));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theCodeDoesWhatTheLineSays(Line line) {
    for (String field : line.written) {
      Schema schema = Schema.builder().addField("f", FIELDS.get(field)).build();
      assertThat(BeamRows.of(schema).schema().columns())
          .as(field)
          .containsExactly(ColumnDef.required("f", LAKE.get(line.lake)));
    }
    assertThat(LakeToBeam.fieldType(LAKE.get(line.lake))).isEqualTo(FIELDS.get(line.read));
  }

  @Test
  void aRowOfEveryTypeComesBackAsItWas() throws Exception {
    TableSchema columns =
        new TableSchema(
            LAKE.entrySet().stream()
                .map(entry -> ColumnDef.of(entry.getKey(), entry.getValue()))
                .toList());
    LakeToBeam toBeam = LakeToBeam.of(columns);
    BeamRows toLake = BeamRows.of(toBeam.schema());
    assertThat(toLake.schema()).isEqualTo(columns);
    var at = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_789);
    List<@Nullable Object> values =
        Arrays.asList(
            true,
            (byte) -128,
            (short) -32768,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            255,
            65535,
            4294967295L,
            -1L,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            LocalDate.of(-43, 3, 15),
            LocalTime.of(23, 59, 59, 999_999_000),
            at,
            at,
            at,
            at,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            "é\0\uD83D\uDE00",
            "{\"a\": 1}",
            new byte[] {0, -1},
            new UUID(0, -1),
            new byte[] {1, 2, 3, 4, 5},
            new BigDecimal("-0.0000000001"),
            Arrays.asList(1, null),
            Collections.singletonMap("k", null),
            Arrays.asList((Object) null));
    Row row = toBeam.row(values);
    assertSame(toLake.values(row), values);
    var coder = RowCoder.of(toBeam.schema());
    Row travelled = CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, row));
    assertSame(toLake.values(travelled), values);
    Row nothing = toBeam.row(Collections.nCopies(values.size(), null));
    assertThat(toLake.values(nothing)).containsOnlyNulls().hasSameSizeAs(values);
  }

  /** Arrays by their bytes, floats by their bits. */
  private static void assertSame(List<?> actual, List<?> expected) {
    assertThat(Arrays.deepEquals(actual.toArray(), expected.toArray()))
        .as("%s as %s", actual, expected)
        .isTrue();
  }

  static Stream<Map.Entry<FieldType, String>> refused() {
    return Stream.of(
        Map.entry(FieldType.DECIMAL, "\"f\" to DuckLake: it is of type DECIMAL"),
        Map.entry(
            FieldType.logicalType(new NanosDuration()), "\"f\" to DuckLake: it is of type the"),
        Map.entry(
            FieldType.logicalType(OneOfType.create(Schema.Field.of("a", FieldType.INT32))),
            "\"f\" to DuckLake: it is of type the"),
        Map.entry(
            FieldType.array(FieldType.map(FieldType.STRING, FieldType.DECIMAL)),
            "\"f.element.value\" to DuckLake: it is of type DECIMAL"),
        Map.entry(
            FieldType.row(Schema.builder().addDecimalField("deep").build()),
            "\"f.deep\" to DuckLake: it is of type DECIMAL"),
        Map.entry(FieldType.row(Schema.builder().build()), "\"f\" to DuckLake: Invalid"),
        Map.entry(
            FieldType.row(Schema.builder().addInt32Field("a").addInt32Field("A").build()),
            "\"f\" to DuckLake: Invalid"),
        Map.entry(
            FieldType.logicalType(FixedPrecisionNumeric.of(39, 2)),
            "\"f\" to DuckLake: Invalid decimal(39,2)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHasNoCounterpartIsRefusedByTheFieldsPath(Map.Entry<FieldType, String> one) {
    Schema schema = Schema.builder().addField("f", one.getKey()).build();
    assertThatThrownBy(() -> BeamRows.of(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot write field " + one.getValue());
  }

  @Test
  void namesOfTheTableAreUnique() throws Exception {
    assertThat(lines().stream().map(Line::read).collect(Collectors.toSet())).hasSize(LAKE.size());
  }
}
