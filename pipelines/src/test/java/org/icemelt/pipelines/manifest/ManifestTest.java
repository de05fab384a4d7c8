package org.icemelt.pipelines.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.icemelt.io.repositories.ArchiveHints;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.FileFilters;
import org.icemelt.io.repositories.PinnedFile;
import org.icemelt.io.repositories.Repository;
import org.icemelt.transforms.harmonise.FieldSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String REFERENCE_STYLE =
      "classpath:org/icemelt/pipelines/manifest/reference_style.json";

  @TempDir Path folder;

  @Test
  void readsAManifestInTheReferencesStyle() throws Exception {
    Manifest manifest = Manifest.read(REFERENCE_STYLE);
    assertThat(manifest.datasets())
        .extracting(DatasetSpec::name)
        .containsExactly(
            "aaa_masks_2021",
            "bbb_samples_2024",
            "ccc_pictures_2023",
            "ddd_arrays_2016",
            "eee_plants_2023",
            "fff_arrays_2025",
            "ggg_farms_2022",
            "hhh_west_2023");
    assertThat(manifest.datasets().stream().filter(DatasetSpec::skip).map(DatasetSpec::name))
        .containsExactly("aaa_masks_2021", "ccc_pictures_2023", "hhh_west_2023");
    DatasetSpec samples = spec(manifest, "bbb_samples_2024");
    assertThat(samples.origin().location().repository()).isEqualTo(Repository.GITHUB);
    assertThat(samples.origin().filters())
        .isEqualTo(new FileFilters(List.of("PV_.*\\.shp$"), List.of("NPV_.*\\.shp$"), true));
    assertThat(samples.origin().archives()).isEqualTo(ArchiveHints.NONE);
    assertThat(samples.mapping().keepCols()).containsExactly("FID_PV_202", "Shape_Area");
    assertThat(samples.publication().description())
        .isEqualTo("An invented description with “quotes” and a unit of m².");
    assertThat(samples.publication().recordDoi()).isEqualTo("https://github.com/invented/Samples");
    assertThat(spec(manifest, "ccc_pictures_2023").hints().chipSizes())
        .isEqualTo(Map.of("native", 416L, "hd_upscale", 832L));
    DatasetSpec plants = spec(manifest, "eee_plants_2023");
    assertThat(plants.origin().location().locator())
        .isEqualTo("https://example.org/data/plantsGeoJSON.zip");
    assertThat(plants.publication().recordDoi()).isEqualTo("10.5281/zenodo.4444444");
    assertThat(plants.origin().archives().expected()).isTrue();
    DatasetSpec arrays = spec(manifest, "fff_arrays_2025");
    assertThat(arrays.origin().location().locator()).isEqualTo("10.5281/zenodo.5555555");
    assertThat(arrays.origin().archives())
        .isEqualTo(new ArchiveHints(true, List.of("Arrays_v1_0.zip")));
    assertThat(arrays.origin().maxBytes()).isEqualTo(3_500_000_000L);
    Hints west = spec(manifest, "hhh_west_2023").hints();
    assertThat(west.geometryTypes()).containsExactly("Polygon", "Point");
    assertThat(west.labelCounts()).containsExactly(13303L, 7686L);
  }

  @Test
  void letsTheLastOfRepeatedKeysWinAndWarns() throws Exception {
    Manifest manifest = Manifest.read(REFERENCE_STYLE);
    assertThat(spec(manifest, "ggg_farms_2022").publication().paperTitle())
        .isEqualTo("The second title");
    assertThat(manifest.warnings())
        .extracting(ManifestException.Problem::toString)
        .contains(
            "dataset \"ggg_farms_2022\", key \"paper_title\", line 88: repeats the key of line 86; the last one is used");
  }

  @Test
  void letsTheDoiDecideOverRepoAndWarns() throws Exception {
    Manifest manifest = Manifest.read(REFERENCE_STYLE);
    assertThat(spec(manifest, "ddd_arrays_2016").origin().location().repository())
        .isEqualTo(Repository.FIGSHARE);
    assertThat(manifest.warnings())
        .extracting(ManifestException.Problem::toString)
        .contains(
            "dataset \"ddd_arrays_2016\", key \"repo\", line 44: repo is \"sciencebase\", but doi 10.6084/m9.figshare.3333333.v4 is of \"figshare\"; the doi decides");
    assertThat(manifest.warnings()).hasSize(2);
  }

  @Test
  void readsTheKeysThatTheReferenceHasNot() throws Exception {
    Path file = folder.resolve("manifest.json");
    Files.writeString(
        file,
        """
        {"made_up": {
          "repo": "local", "path": "files/a.zip", "aliases": ["m"], "version": "2", "frozen": true,
          "license": "CC0-1.0", "display_name": "Made up", "max_mb": 0.5,
          "files": {"a.zip": {"md5": "B1946AC92492D2347C6235B4D2611184", "size": 6}},
          "layer": "sites", "encoding": "windows-1252", "crs": "EPSG:27700", "crs_override": true,
          "where": "\\"tracker-acro\\" = 'GSPT'",
          "record_role": {"predicted_*": "installation", "*": "label"},
          "fields": {
            "unified_id": "id",
            "capacity_mw": [{"column": "kw", "unit": "kW", "basis": "dc"}, "mw"],
            "source_area_m2": {"column": "km2", "unit": "km2", "kind": "panel"}}}}
        """);
    DatasetSpec spec = Manifest.read(file.toString()).datasets().get(0);
    assertThat(spec.displayName()).isEqualTo("Made up");
    assertThat(spec.aliases()).containsExactly("m");
    assertThat(spec.publication().frozen()).isTrue();
    assertThat(spec.origin().location().locator())
        .isEqualTo(folder.resolve("files/a.zip").toString());
    assertThat(spec.origin().location().license()).isEqualTo("CC0-1.0");
    assertThat(spec.origin().location().version()).isEqualTo("2");
    assertThat(spec.origin().pinned())
        .isEqualTo(
            Map.of("a.zip", new PinnedFile("b1946ac92492d2347c6235b4d2611184", null, 6L, null)));
    assertThat(spec.reading())
        .isEqualTo(
            new Reading("EPSG:27700", true, "sites", "windows-1252", "\"tracker-acro\" = 'GSPT'"));
    assertThat(spec.mapping().recordRoles())
        .containsExactly(Map.entry("predicted_*", "installation"), Map.entry("*", "label"));
    assertThat(spec.mapping().fields())
        .isEqualTo(
            Map.of(
                "unified_id", List.of(new FieldSource("id", null, null, null)),
                "capacity_mw",
                    List.of(
                        new FieldSource("kw", "kW", "dc", null),
                        new FieldSource("mw", null, null, null)),
                "source_area_m2", List.of(new FieldSource("km2", "km2", null, "panel"))));
    assertThat(
            spec.fetchRequest(new CachePolicy("/c", true), FetchLimits.DEFAULT, Endpoints.PUBLIC)
                .limits())
        .isEqualTo(FetchLimits.DEFAULT.withDownloadBytes(500_000));
  }

  @Test
  void readsALoneRecordRoleAsThatOfAllFiles() throws Exception {
    assertThat(read("{\"a\": {\"doi\": \"10.5281/zenodo.1\", \"record_role\": \"sample\"}}"))
        .extracting(spec -> spec.mapping().recordRoles())
        .isEqualTo(Map.of("*", "sample"));
  }

  @Test
  void survivesSerialisation() throws Exception {
    for (DatasetSpec spec : Manifest.read(Manifest.WORLD).datasets()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(spec);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(spec);
      }
    }
  }

  @Test
  void readsAManifestFromTheWeb() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/manifest.json");
          byte[] body =
              "{\"a\": {\"doi\": \"10.5281/zenodo.1\"}, \"b\": {\"path\": \"x.gpkg\"}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(failure(base + "/manifest.json").problems())
          .extracting(ManifestException.Problem::toString)
          .containsExactly(
              "dataset \"b\", key \"path\", line 1: \"x.gpkg\" cannot be found from "
                  + base
                  + "/manifest.json; a manifest on the web needs absolute paths");
      assertThat(failure(base + "/none.json"))
          .hasMessage("Cannot read manifest " + base + "/none.json: the server answered 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysThatAManifestIsMissing() {
    assertThat(failure("no/such.json"))
        .hasMessageContainingAll(
            "Cannot read manifest no/such.json", "there is no file", "embedded");
  }

  private DatasetSpec read(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("one.json"), json);
    return Manifest.read(file.toString()).datasets().get(0);
  }

  private static ManifestException failure(String source) {
    return catchThrowableOfType(ManifestException.class, () -> Manifest.read(source));
  }

  private static DatasetSpec spec(Manifest manifest, String name) {
    return manifest.datasets().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
