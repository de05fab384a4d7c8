package org.icemelt.io.geofiles.divisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.Box;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.model.Reject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic files of Overture's published schema; src/test/oracle/synthetic.py writes them. */
class DivisionsTest {
  private static final List<String> ALL =
      List.of(
          "area-de Deutschland DE DEU 0 null POLYGON ((14 47, 14 55, 6 55, 6 47, 14 47))",
          "area-de-by Bayern DE DEU 1 area-de POLYGON ((13 47, 13 51, 9 51, 9 47, 13 47))",
          "area-in-gj ગુજરાત IN IND 1 area-in POLYGON ((74 20, 74 26, 68 26, 68 20, 74 20))",
          "area-in भारत IN IND 0 null POLYGON ((93 8, 93 33, 68 33, 68 8, 93 8))",
          "area-xk Kosova XK null 0 null POLYGON ((21 42, 21 43, 20 43, 20 42, 21 42))",
          "area-pr Puerto Rico PR PRI 0 null POLYGON ((-66 17, -66 18, -67 18, -67 17, -66 17))",
          "area-pr-none area-pr-none QQ null 1 null"
              + " POLYGON ((-59 10, -59 11, -60 11, -60 10, -59 10))");

  private static Path synthetic() {
    try {
      return Path.of(DivisionsTest.class.getResource("/synthetic/same.shp").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> read(Divisions divisions, Box window) throws Exception {
    List<String> found = new ArrayList<>();
    List<Reject> rejects = new ArrayList<>();
    divisions.read(
        window,
        d ->
            found.add(
                "%s %s %s %s %d %s %s"
                    .formatted(
                        d.id(),
                        d.name(),
                        d.isoA2(),
                        d.isoA3(),
                        d.level(),
                        d.parentId(),
                        d.geometry().toText())),
        rejects::add);
    assertThat(rejects).isEmpty();
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synthetic_division_area",
        "synthetic_division_area/",
        "synthetic_division_area/part-*",
        "synthetic_division_area/*.parquet"
      })
  void readsCountriesDependenciesAndRegionsOnLandWhereverTheyLie(String spec) throws Exception {
    Divisions divisions = Divisions.find(synthetic() + "/" + spec);

    assertThat(divisions.paths()).hasSize(2).isSorted();
    assertThat(read(divisions, null)).containsExactlyElementsOf(ALL);
  }

  @Test
  void findsTheCountryOfARegionInAnotherFile() throws Exception {
    List<String> alone = new ArrayList<>();
    Divisions.find(synthetic() + "/synthetic_division_area/part-00000.parquet")
        .read(null, d -> alone.add(d.id() + " " + d.parentId()), reject -> {});

    assertThat(alone).containsExactly("area-de null", "area-de-by area-de", "area-in-gj null");
    assertThat(ALL.get(2)).contains("area-in-gj", " 1 area-in ");
  }

  @Test
  void takesOnlyWhatTouchesTheWindow() throws Exception {
    Divisions divisions = Divisions.find(synthetic() + "/synthetic_division_area");

    assertThat(read(divisions, new Box(5, 40, 10, 48))).containsExactly(ALL.get(0), ALL.get(1));
    assertThat(read(divisions, new Box(73, 25, 73.5, 25.5)))
        .containsExactly(ALL.get(2), ALL.get(3));
    assertThat(read(divisions, new Box(170, -80, 180, -70))).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatExceptionOfType(GeoFileException.class)
        .isThrownBy(() -> Divisions.find(synthetic() + "/nothing-*.parquet"))
        .withMessageContainingAll("admin_boundaries", "nothing-*.parquet", "division_area")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.FILE_MISSING));
    assertThatExceptionOfType(GeoFileException.class)
        .isThrownBy(() -> read(Divisions.find(synthetic() + "/no_divisions.parquet"), null))
        .withMessageContainingAll("no_divisions.parquet", "\"subtype\"", "division_area", "[id]")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.COLUMN_UNKNOWN));
    assertThatExceptionOfType(GeoFileException.class)
        .isThrownBy(() -> read(Divisions.find(synthetic() + "/same.geojson"), null))
        .withMessageContaining("it is GEOJSON");
  }
}
