package org.icemelt.pipelines.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.FetchedFile;
import org.icemelt.io.repositories.SourceFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The six datasets in the jar arrive as files, with no network. */
class EmbeddedDataTest {
  private static final String RAW_INDIA =
      "d79c6d070676bed91576eb009f7f2fba326c228507e31e9433b2b112ad9e4b49";

  @TempDir Path folder;

  @Test
  void bringsTheFilesOfAllSix() throws Exception {
    Map<String, List<FetchedFile>> files = new LinkedHashMap<>();
    for (DatasetSpec spec : Manifest.read(Manifest.EMBEDDED).datasets()) {
      files.put(spec.name(), fetch(spec));
    }
    // sha256sum; for members of archives unzip -p | sha256sum; for Shapefiles by Python's hashlib
    assertThat(files).hasSize(6);
    assertFile(
        files.get("ind_pv_solar_farms_2022"),
        "solar_farms_india_2021_merged_simplified.geojson",
        1_611_052,
        RAW_INDIA);
    assertFile(
        files.get("usa_eia_large_scale_pv_2023"),
        "uspvdbGeoJSON.zip/uspvdb_v1_0_20231108.geojson",
        12_249_927,
        "3e402488b74880dc57e54ed9dcd99edb1546e4c5924cb174e30419cf828e512b");
    assertFile(
        files.get("usa_eia860_solar_plants_2023"),
        "solar-eia-plants_1677797473131.zip/solar-eia-plants.shp",
        7_061_423,
        "67556075f59dd1e9b91266ee0440bb2dff095e98593d52d56c021ce347aa19f3");
    assertFile(
        files.get("deu_ufz_pv_2015"),
        "photovoltaics_open-space.shp",
        1_542_210,
        "a10f1d4e92bcd5ae507e98908bb3765c2df74d0a1244a9ae4d46fd29f61d6757");
    assertFile(
        files.get("esp_gem_pv_2025"),
        "pv_spain.gpkg",
        1_220_608,
        "975135644e54192c39d94eb3656aa9e07e761d6547b941689d3272549afaff11");
    assertFile(
        files.get("usa_cali_usgs_pv_2016"),
        "usa_cali_usgs_pv_2016_centroids.parquet",
        1_609_064,
        "504c9d5f8adbd047e8c0f76002c5e5e6f17e4a445aaaf30ef121cde79fb082e2");
    assertThat(files.values().stream().flatMap(List::stream))
        .allSatisfy(
            file -> {
              assertThat(Path.of(file.localPath())).isAbsolute().startsWith(folder);
              assertThat(file.url()).startsWith("classpath:org/icemelt/pipelines/data/");
              assertThat(file.license()).isNotBlank();
            });
  }

  @Test
  void statesSourceLicenceAndDoiOfEach() throws Exception {
    Path root = Path.of(System.getProperty("icemelt.root"));
    String notice = Files.readString(root.resolve("NOTICE"));
    for (DatasetSpec spec : Manifest.read(Manifest.EMBEDDED).datasets()) {
      assertThat(notice).contains("\n" + spec.name() + "/");
      assertThat(spec.publication().recordDoi()).as(spec.name()).isNotBlank();
      assertThat(spec.publication().license()).as(spec.name()).isNotBlank();
      assertThat(spec.publication().frozen()).as(spec.name()).isTrue();
    }
    assertThat(resource("META-INF/NOTICE")).isEqualTo(notice);
    assertThat(resource("META-INF/LICENSE")).contains("Apache License");
  }

  @Test
  void expectsTheCountsThatTheSourcesHave() throws Exception {
    assertThat(Manifest.read(Manifest.EMBEDDED).datasets())
        .extracting(DatasetSpec::name, spec -> spec.hints().labelCounts())
        .containsExactly(
            Tuple.tuple("ind_pv_solar_farms_2022", List.of(1363L)),
            Tuple.tuple("usa_eia_large_scale_pv_2023", List.of(3699L)),
            Tuple.tuple("usa_eia860_solar_plants_2023", List.of(4180L)),
            Tuple.tuple("deu_ufz_pv_2015", List.of(3265L)),
            Tuple.tuple("esp_gem_pv_2025", List.of(3043L)),
            Tuple.tuple("usa_cali_usgs_pv_2016", List.of(19435L)));
  }

  private List<FetchedFile> fetch(DatasetSpec spec) throws Exception {
    CachePolicy cache = new CachePolicy(folder.resolve("cache").toString(), true);
    return new SourceFiles().fetch(spec.fetchRequest(cache, FetchLimits.DEFAULT, Endpoints.PUBLIC));
  }

  private static void assertFile(
      List<FetchedFile> files, String sourceFile, long bytes, String checksum) {
    assertThat(files)
        .extracting(FetchedFile::sourceFile, FetchedFile::bytes, FetchedFile::checksum)
        .containsExactly(Tuple.tuple(sourceFile, bytes, checksum));
  }

  private static String resource(String name) throws IOException {
    // other jars have a NOTICE too: ours is in the folder of our classes
    Path classes =
        Path.of(System.getProperty("icemelt.root"), "pipelines/target/classes").resolve(name);
    try (InputStream in = Files.newInputStream(classes)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
