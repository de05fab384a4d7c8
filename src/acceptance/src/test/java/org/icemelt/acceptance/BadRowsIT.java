package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rows that cannot be stored, in every format: each goes to rejects with its dataset, file and row,
 * the rows around it are stored, and the run ends well.
 */
class BadRowsIT {
  /** Stand for what GDAL refuses to write; inside the others' bounds, so that none is a bound. */
  private static final double FOR_NAN = 10.0625;

  private static final double FOR_INFINITE = 10.03125;
  private static final double FOR_UNCLOSED = 10.015625;

  private static final String START = FOR_UNCLOSED + " 50,";
  private static final String END = FOR_UNCLOSED + " 50)";

  private static RunFolder folder;
  private static Command run;
  private static Connection duckdb;

  @BeforeAll
  static void build() throws Exception {
    folder = RunFolder.empty("bad-rows");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    manifest.dataset("in_geojson", "bad.geojson", badGeoJson());
    try (Connection writer = Judge.connect()) {
      for (String format : List.of("gpkg", "parquet", "shp")) {
        Path file = manifest.folder().resolve("bad." + format);
        Synthetic.write(writer, file, "SELECT * FROM (VALUES %s) t(i, geom)".formatted(rows()));
        Synthetic.replaceAll(file, FOR_NAN, Double.NaN);
        Synthetic.replaceAll(file, FOR_INFINITE, Double.POSITIVE_INFINITY);
        Synthetic.replaceLast(file, FOR_UNCLOSED, 10.05);
        manifest.dataset("in_" + format, "bad." + format);
      }
      Path without = manifest.folder().resolve("without_rows.gpkg");
      Synthetic.write(writer, without, "SELECT 1 AS i, ST_Point(1, 2) AS geom");
      Synthetic.inGeoPackage(without, "DELETE FROM \"without_rows\"");
      manifest.dataset("without_rows", "without_rows.gpkg");
    }
    manifest.dataset("without_features", "without_features.geojson", collection());
    Files.write(
        manifest.folder().resolve("dates.geojson"),
        collection(
            feature("{\"built\": \"2020-05-17\"}", POLYGON),
            feature("{\"built\": \"2021-13-40\"}", POLYGON),
            feature("{\"built\": \"soon\"}", POLYGON)));
    manifest.dataset("bad_dates", "dates.geojson", "{\"fields\": {\"install_date\": \"built\"}}");
    run = folder.build(manifest.option());
    duckdb = folder.open();
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @ParameterizedTest
  @CsvSource({
    "in_geojson, bad.geojson, geometry_empty",
    "in_gpkg, bad.gpkg, geometry_empty",
    "in_parquet, bad.parquet, geometry_empty",
    // a Shapefile has one null shape for both
    "in_shp, bad.shp, geometry_missing"
  })
  void rejectsEachBadRowByNameAndStoresTheRowsAround(String dataset, String file, String empty)
      throws Exception {
    assertThat(
            Judge.rows(
                duckdb,
                "SELECT source_file, source_row, reason FROM ingest_rejects"
                    + where(dataset)
                    + " ORDER BY source_row"))
        .containsExactly(
            List.of(file, 1L, "geometry_missing"),
            List.of(file, 2L, empty),
            List.of(file, 3L, "coordinate_not_finite"),
            List.of(file, 4L, "coordinate_not_finite"),
            List.of(file, 5L, "coordinate_out_of_range"),
            List.of(file, 6L, "ring_not_closed"));
    assertThat(
            Judge.column(
                duckdb,
                "SELECT source_row FROM stg_pv_consolidated" + where(dataset) + " ORDER BY 1"))
        .containsExactly(0L, 7L);
    assertThat(Judge.column(duckdb, "SELECT i FROM raw_" + dataset + " ORDER BY source_row"))
        .map(i -> ((Number) i).longValue())
        .containsExactly(0L, 7L);
    ClosingTable table = ClosingTable.in(run.stdout());
    assertThat(table.number(dataset, "read")).isEqualTo(8);
    assertThat(table.number(dataset, "stored")).isEqualTo(2);
    assertThat(table.number(dataset, "rejected")).isEqualTo(6);
  }

  @Test
  void eachRejectSaysInWordsWhatIsWrong() throws Exception {
    assertThat(Judge.column(duckdb, "SELECT detail FROM ingest_rejects"))
        .hasSize(24)
        .allSatisfy(detail -> assertThat((String) detail).matches("(?s).{10,}"));
  }

  @ParameterizedTest
  @CsvSource({"without_rows", "without_features"})
  void aLayerWithoutRowsIsReadAsNoneAndIsNoFailure(String dataset) {
    ClosingTable table = ClosingTable.in(run.stdout());
    assertThat(table.number(dataset, "read")).isZero();
    assertThat(table.number(dataset, "stored")).isZero();
    assertThat(table.number(dataset, "rejected")).isZero();
  }

  @Test
  void aBadDateIsNullAndCountedAndTheFirstIsNamed() throws Exception {
    assertThat(
            Judge.column(
                duckdb,
                "SELECT coalesce(install_date::VARCHAR, 'NULL') FROM stg_pv_consolidated"
                    + where("bad_dates")
                    + " ORDER BY source_row"))
        .containsExactly("2020-05-17", "NULL", "NULL");
    assertThat(
            Judge.rows(
                duckdb,
                "SELECT source_column, rows_filled, rows_unconvertible FROM field_mapping"
                    + where("bad_dates")
                    + " AND target_column = 'install_date'"))
        .containsExactly(List.of("built", 1L, 2L));
    assertThat(Icemelt.said(run) + reports()).contains("2021-13-40");
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(folder.faults()).isEmpty();
  }

  /** The run's own reports, as text. */
  private static String reports() throws IOException {
    try (Stream<Path> files = Files.list(folder.path().resolve("db/runs"))) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    }
  }

  private static byte[] badGeoJson() {
    return collection(
        feature("{\"i\": 0}", POLYGON),
        feature("{\"i\": 1}", "null"),
        feature("{\"i\": 2}", "{\"type\": \"Polygon\", \"coordinates\": []}"),
        feature("{\"i\": 3}", POLYGON.replace("[10.1, 50]", "[NaN, 50]")),
        feature("{\"i\": 4}", POLYGON.replace("[10.1, 50]", "[1e999, 50]")),
        feature("{\"i\": 5}", POLYGON.replace("[10.1, 50]", "[210, 50]")),
        feature("{\"i\": 6}", POLYGON.replace("[10, 50.1], [10, 50]", "[10, 50.1]")),
        feature("{\"i\": 7}", POLYGON));
  }

  /** The same rows for DuckDB, with sentinels. */
  private static String rows() {
    return Stream.of(
            "(0, %s)".formatted(ring("10.1 50")),
            "(1, NULL)",
            "(2, ST_GeomFromText('POLYGON EMPTY'))",
            "(3, %s)".formatted(ring(FOR_NAN + " 50")),
            "(4, %s)".formatted(ring(FOR_INFINITE + " 50")),
            "(5, %s)".formatted(ring("210 50")),
            "(6, %s)".formatted(ring("10.1 50").replace("10 50,", START).replace("10 50)", END)),
            "(7, %s)".formatted(ring("10.1 50")))
        .collect(Collectors.joining(", "));
  }

  private static String ring(String second) {
    return "ST_GeomFromText('POLYGON((10 50, %s, 10.1 50.1, 10 50.1, 10 50))')".formatted(second);
  }
}
