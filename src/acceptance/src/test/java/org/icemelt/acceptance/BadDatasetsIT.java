package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that cannot be read as a whole: their datasets are left out and named, their previous rows
 * stay, the others' rows are stored, and the exit code says so.
 */
class BadDatasetsIT {
  private static final byte[] GOOD =
      collection(
          feature("{\"i\": 0, \"word\": \"a\"}", POLYGON),
          feature("{\"i\": 1, \"word\": \"b\"}", POLYGON),
          feature("{\"i\": 2, \"word\": \"c\"}", POLYGON));

  private static RunFolder folder;
  private static Command run;

  @BeforeAll
  static void buildTwice() throws Exception {
    folder = RunFolder.empty("bad-datasets");
    Path sources = folder.path().resolve("sources");
    LocalManifest whole = new LocalManifest(sources).dataset("cut", "cut.geojson", GOOD);
    folder.build(whole.option());

    LocalManifest manifest = new LocalManifest(sources);
    manifest.dataset("good", "good.geojson", GOOD);
    manifest.dataset("missing", "missing.geojson");
    manifest.dataset("empty", "empty.geojson", new byte[0]);
    int middleOfLast = new String(GOOD, StandardCharsets.UTF_8).indexOf("\"word\": \"c\"");
    manifest.dataset("cut", "cut.geojson", Arrays.copyOf(GOOD, middleOfLast));
    manifest.dataset(
        "unknown_crs",
        "unknown_crs.geojson",
        new String(GOOD, StandardCharsets.UTF_8)
            .replaceFirst(
                "\\{",
                "{\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::999999\"}},")
            .getBytes(StandardCharsets.UTF_8));
    try (Connection duckdb = Judge.connect()) {
      Path without = sources.resolve("no_crs.shp");
      Synthetic.write(duckdb, without, "SELECT 1 AS i, ST_Point(1, 2) AS geom");
      Files.delete(sources.resolve("no_crs.prj"));
      manifest.dataset("no_crs", "no_crs.shp");
      Path layerless = sources.resolve("no_layer.gpkg");
      Synthetic.write(duckdb, layerless, "SELECT 1 AS i, ST_Point(1, 2) AS geom");
      Synthetic.inGeoPackage(
          layerless, "DELETE FROM gpkg_geometry_columns", "DELETE FROM gpkg_contents");
      manifest.dataset("no_layer", "no_layer.gpkg");
    }
    Synthetic.zip(sources.resolve("climbs.zip"), "../climbed.geojson", GOOD);
    manifest.dataset("climbs", "climbs.zip");
    Synthetic.bomb(sources.resolve("bomb.zip"), "bomb.geojson", 400);
    manifest.dataset("bomb", "bomb.zip");
    run = folder.expect(3, "build", manifest.option());
  }

  @ParameterizedTest
  @CsvSource({
    "missing,     missing.geojson,     (?i)missing|no such|not found|does not exist|is not there",
    "empty,       empty.geojson,       (?i)empty|0 bytes|no bytes",
    "cut,         cut.geojson,         (?i)cut|truncated|ends|unexpected end",
    "unknown_crs, unknown_crs.geojson, 999999",
    "no_crs,      no_crs.shp,          (?i)crs|\\.prj",
    "no_layer,    no_layer.gpkg,       (?i)layer",
    "climbs,      climbs.zip,          \\.\\./climbed\\.geojson",
    "bomb,        bomb.zip,            (?i)unpack|limit|bomb|too (large|big)"
  })
  void namesDatasetFileAndFault(String dataset, String file, String fault) throws Exception {
    assertThat(Icemelt.said(run).lines())
        .as("a line naming %s and %s in%n%s", dataset, file, Icemelt.said(run))
        .anySatisfy(line -> assertThat(line).contains(dataset, file).containsPattern(fault));
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT DISTINCT status FROM ingest_files"
                      + where(dataset)
                      + " AND run_id = (SELECT DISTINCT run_id FROM ingest_files"
                      + where("good")
                      + ")"))
          .isSubsetOf("failed");
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT record_id FROM stg_pv_consolidated s JOIN ingest_files f USING"
                      + " (dataset_name, processed_at)"
                      + where(dataset)
                      + " AND f.run_id = (SELECT DISTINCT run_id FROM ingest_files"
                      + where("good")
                      + ")"))
          .as("rows that this run stored of %s", dataset)
          .isEmpty();
    }
  }

  @Test
  void countsTheWholeFeaturesBeforeTheCut() {
    assertThat(Icemelt.said(run).lines())
        .anySatisfy(line -> assertThat(line).contains("cut.geojson").containsPattern("\\b2\\b"));
  }

  @Test
  void keepsThePreviousRowsOfAFailedDataset() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.column(duckdb, "SELECT word FROM raw_cut ORDER BY source_row"))
          .containsExactly("a", "b", "c");
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT source_row FROM stg_pv_consolidated" + where("cut") + " ORDER BY 1"))
          .containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void storesTheOthers() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.column(duckdb, "SELECT word FROM raw_good ORDER BY source_row"))
          .containsExactly("a", "b", "c");
      assertThat(
              Judge.rows(
                  duckdb, "SELECT DISTINCT dataset_name FROM stg_pv_consolidated ORDER BY 1"))
          .containsExactly(List.of("cut"), List.of("good"));
    }
    assertThat(ClosingTable.in(run.stdout()).number("good", "stored")).isEqualTo(3);
  }

  @Test
  void unpacksNothingOutsideItsFolderAndNoBomb() {
    assertThat(folder.files())
        .noneMatch(file -> file.endsWith("climbed.geojson"))
        .noneMatch(file -> file.endsWith("bomb.geojson"));
    assertThat(folder.path().resolveSibling("climbed.geojson")).doesNotExist();
  }

  @Test
  void theAuditFindsNoFault() {
    assertThat(folder.faults()).isEmpty();
  }

  @Test
  void exitsWith4AndCommitsNothingWhereEveryDatasetFails() {
    RunFolder all = RunFolder.empty("all-datasets-bad");
    LocalManifest manifest =
        new LocalManifest(all.path().resolve("sources")).dataset("gone", "gone.geojson");
    Command failed = all.expect(4, "build", manifest.option());
    assertThat(Icemelt.said(failed)).contains("gone").contains("gone.geojson");
    assertThat(all.files()).noneMatch(file -> file.endsWith(".parquet"));
  }
}
