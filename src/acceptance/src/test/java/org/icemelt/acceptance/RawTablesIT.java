package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.judge.Judge.identifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every column of every raw table, as DuckDB reads it, against what GDAL, pandas, PROJ and GEOS
 * make of the source files ({@code oracle/raw_tables.py}, which says how a column's digest is
 * made).
 */
class RawTablesIT {
  /** Degrees; what two correct implementations of a projection may differ by. */
  private static final double REPROJECTED = 1e-8;

  private static final List<String> ADDED =
      List.of("dataset_name", "source_file", "source_row", "geometry", "processed_at");

  /** DuckDB's types that a kind of source column may have, and the text its digest is made of. */
  private static final Map<String, List<String>> TYPES =
      Map.of(
          "integer", List.of("INTEGER", "BIGINT"),
          "double", List.of("DOUBLE"),
          "text", List.of("VARCHAR"));

  private static final Map<String, String> CANONICAL =
      Map.of("integer", "%s::VARCHAR", "double", "printf('%%.17g', %s)", "text", "%s");

  private static Connection duckdb;

  @BeforeAll
  static void open() throws SQLException {
    duckdb = DefaultLake.shared().folder().open();
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @ParameterizedTest
  @MethodSource("org.icemelt.acceptance.Expected#datasets")
  void hasEverySourceColumnTypedUnderItsOwnNameThenOurs(String dataset) throws Exception {
    JsonNode columns = expected(dataset).get("columns");
    List<String> names = new ArrayList<>(Expected.names(columns));
    names.addAll(ADDED);
    SoftAssertions softly = new SoftAssertions();
    List<String> found = new ArrayList<>();
    for (List<Object> row : Judge.rows(duckdb, "DESCRIBE " + raw(dataset))) {
      String name = (String) row.get(0);
      found.add(name);
      if (columns.has(name)) {
        softly
            .assertThat(TYPES.get(columns.get(name).get("type").asText()))
            .as("types for %s", name)
            .contains((String) row.get(1));
      }
    }
    softly.assertThat(found).isEqualTo(names);
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("org.icemelt.acceptance.Expected#datasets")
  void holdsEveryValueOfTheSource(String dataset) throws Exception {
    JsonNode columns = expected(dataset).get("columns");
    SoftAssertions softly = new SoftAssertions();
    for (String name : Expected.names(columns)) {
      JsonNode column = columns.get(name);
      String quoted = identifier(name);
      boolean number = column.has("sum");
      List<Object> found =
          Judge.rows(
                  duckdb,
                  "SELECT count(%s), %s, md5(string_agg(coalesce(%s, chr(1)), chr(10) ORDER BY source_row)) FROM %s"
                      .formatted(
                          quoted,
                          number ? "coalesce(fsum(" + quoted + "), 0)" : "NULL::DOUBLE",
                          CANONICAL.get(column.get("type").asText()).formatted(quoted),
                          raw(dataset)))
              .get(0);
      softly
          .assertThat(found.get(0))
          .as("values in %s", name)
          .isEqualTo(column.get("non_null").asLong());
      if (number) {
        double sum = column.get("sum").asDouble();
        softly
            .assertThat((Double) found.get(1))
            .as("sum of %s", name)
            .isCloseTo(sum, Offset.offset(1e-12 * Math.abs(sum) + 1e-12));
      }
      softly
          .assertThat(found.get(2))
          .as("digest of %s", name)
          .isEqualTo(column.get("md5").asText());
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("org.icemelt.acceptance.Expected#datasets")
  void holdsTheSourcesVerticesInLongitudeAndLatitude(String dataset) throws Exception {
    JsonNode geometry = expected(dataset).get("geometry");
    Judge.execute(
        duckdb,
        "CREATE OR REPLACE TEMP TABLE vertices AS SELECT source_row, ST_X(p) AS x, ST_Y(p) AS y FROM"
            + " (SELECT source_row, unnest(ST_Dump(ST_Points(ST_GeomFromText(geometry)))).geom AS p"
            + " FROM "
            + raw(dataset)
            + ")");
    List<Object> found =
        Judge.rows(
                duckdb,
                "SELECT count(*), fsum(x), fsum(y), min(x), min(y), max(x), max(y) FROM vertices")
            .get(0);
    double each = geometry.get("reprojected").asBoolean() ? REPROJECTED : 0;
    long vertices = geometry.get("vertices").asLong();
    assertThat(found.get(0)).as("vertices").isEqualTo(vertices);
    close(found.get(1), geometry.get("sum_x").asDouble(), vertices * each, "sum of longitudes");
    close(found.get(2), geometry.get("sum_y").asDouble(), vertices * each, "sum of latitudes");
    for (int i = 0; i < 4; i++) {
      close(found.get(3 + i), geometry.get("bounds").get(i).asDouble(), each, "bound " + i);
    }
    if (each == 0) {
      assertThat(
              Judge.value(
                  duckdb,
                  "SELECT md5(string_agg(ST_AsHEXWKB(ST_GeomFromText(geometry)), chr(10) ORDER BY"
                      + " source_row)) FROM "
                      + raw(dataset)))
          .as("digest of all geometries as WKB, which tells any two doubles apart")
          .isEqualTo(geometry.get("wkb_md5").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("org.icemelt.acceptance.Expected#datasets")
  void placesSampledRowsWhereTheOracleDoes(String dataset) throws Exception {
    JsonNode geometry = expected(dataset).get("geometry");
    double each = geometry.get("reprojected").asBoolean() ? REPROJECTED : 1e-12;
    int compared = 0;
    for (List<Object> row :
        Judge.rows(
            duckdb,
            "SELECT source_row::VARCHAR, ST_NPoints(g), ST_XMin(g), ST_YMin(g), ST_XMax(g), ST_YMax(g)"
                + " FROM (SELECT source_row, ST_GeomFromText(geometry) AS g FROM "
                + raw(dataset)
                + ")")) {
      JsonNode sample = geometry.get("samples").get((String) row.get(0));
      if (sample != null) {
        compared++;
        assertThat(((Number) row.get(1)).longValue()).isEqualTo(sample.get(0).asLong());
        for (int i = 0; i < 4; i++) {
          close(row.get(2 + i), sample.get(3 + i).asDouble(), each, "row " + row.get(0));
        }
      }
    }
    assertThat(compared).isEqualTo(geometry.get("samples").size());
  }

  @ParameterizedTest
  @MethodSource("org.icemelt.acceptance.Expected#datasets")
  void eachRowSaysWhereItComesFromAsStagingDoes(String dataset) throws Exception {
    assertThat(Judge.rows(duckdb, "SELECT DISTINCT dataset_name, source_file FROM " + raw(dataset)))
        .containsExactly(List.of(dataset, expected(dataset).get("source_file").asText()));
    assertThat(
            Judge.value(
                duckdb,
                "SELECT count(*) FROM (SELECT source_file, source_row, processed_at FROM %s EXCEPT ALL SELECT source_file, source_row, processed_at FROM stg_pv_consolidated)"
                    .formatted(raw(dataset))))
        .as("rows of the raw table that staging lacks")
        .isEqualTo(0L);
    assertThat(Judge.value(duckdb, "SELECT count(DISTINCT source_row) FROM " + raw(dataset)))
        .isEqualTo(expected(dataset).get("stored").asLong());
  }

  private static void close(Object found, double expected, double tolerance, String what) {
    assertThat((Double) found)
        .as(what)
        .isCloseTo(expected, Offset.offset(tolerance + 1e-12 * Math.abs(expected)));
  }

  private static JsonNode expected(String dataset) {
    return Expected.json("raw_tables.json").get("datasets").get(dataset);
  }

  private static String raw(String dataset) {
    return identifier("raw_" + dataset);
  }
}
