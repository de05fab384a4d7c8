package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMatcherTest {
  @ParameterizedTest
  @CsvSource({
    "predicted_set.geojson, true",
    "trn_polygons.geojson, true",
    "cv_polygons.geojson, true",
    "test_tiles.geojson, false",
    "predicted_tiles.geojson, false",
    "predicted_set.geojson.zip, false",
    "readme.md, false"
  })
  void takesWhatIncludeFindsAndExcludeDoesNot(String name, boolean taken) {
    FileMatcher matcher =
        regex(List.of("predicted_.*\\.geojson$", ".*polygons\\.geojson$"), ".*tiles\\.geojson$");
    assertThat(matcher.accepts(name, "")).isEqualTo(taken);
  }

  @Test
  void excludesTheDecoyThatTheIncludePatternFindsToo() {
    FileMatcher matcher = regex(List.of("PV_.*\\.shp$"), "NPV_.*\\.shp$");
    assertThat(matcher.accepts("PV_Test_2020.shp", "")).isTrue();
    assertThat(matcher.accepts("NPV_Test_2020.shp", "")).isFalse();
    assertThat(matcher.accepts("PV_Test_2020.shp.xml", "")).isFalse();
  }

  @Test
  void doesNotExcludeAllForTheNameOfTheFolderThatAllShare() {
    FileMatcher matcher = regex(List.of(".*solar.*WGS84.*\\.(gpkg)$"), ".*wind.*");
    String shared =
        FileMatcher.sharedFolder(
            List.of(
                "global_wind_solar_2020/global_solar_2020_WGS84.gpkg",
                "global_wind_solar_2020/global_wind_2020_WGS84.gpkg"));
    assertThat(shared).isEqualTo("global_wind_solar_2020/");
    assertThat(matcher.accepts("global_wind_solar_2020/global_solar_2020_WGS84.gpkg", shared))
        .isTrue();
    assertThat(matcher.accepts("global_wind_solar_2020/global_wind_2020_WGS84.gpkg", shared))
        .isFalse();
    assertThat(matcher.accepts("global_wind_solar_2020/global_solar_2020.gpkg", shared)).isFalse();
  }

  @Test
  void excludesByTheNameOfAFolderBelowTheSharedOne() {
    FileMatcher matcher = regex(List.of("\\.gpkg$"), "LabeledImages");
    assertThat(matcher.accepts("top/LabeledImages/a.gpkg", "top/")).isFalse();
    assertThat(matcher.accepts("top/Arrays/a.gpkg", "top/")).isTrue();
  }

  @Test
  void triesAPatternWithASlashOnTheWholePath() {
    FileMatcher matcher = regex(List.of("^top/b/"), "nothing");
    assertThat(matcher.accepts("top/b/x.gpkg", "top/")).isTrue();
    assertThat(matcher.accepts("top/c/x.gpkg", "top/")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*.geojson, a/b/c.geojson, true",
    "*.geojson, a/b/c.geojson.gz, false",
    "*.GEOJSON, c.geojson, false",
    "data/*.shp, x/data/a.shp, true",
    "data/*.shp, xdata/a.shp, false",
    "data/*.shp, data/y/a.shp, false",
    "data/**/*.shp, data/y/z/a.shp, true",
    "data/**/*.shp, data/a.shp, true",
    "part-[0-9].gpkg, part-7.gpkg, true",
    "part-[!0-9].gpkg, part-7.gpkg, false",
    "part-[!0-9].gpkg, part-x.gpkg, true",
    "a?.gpkg, ab.gpkg, true",
    "a?.gpkg, a/.gpkg, false",
    "a+(1).gpkg, a+(1).gpkg, true",
    "a+(1).gpkg, aa1.gpkg, false",
    "data.gpkg, dataXgpkg, false"
  })
  void matchesGlobsOnWholeNames(String glob, String path, boolean matches) {
    FileMatcher matcher = new FileMatcher(new FileFilters(List.of(glob), List.of(), false));
    assertThat(matcher.accepts(path, "")).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "a.geojson, true",
    "a.GeoJSON, true",
    "a.json, true",
    "a.shp, true",
    "a.gpkg, true",
    "a.parquet, true",
    "a.fgb, true",
    "a.csv, false",
    "a.dbf, false",
    "LICENSE.txt, false",
    "a.tif, false",
    "__MACOSX/a.gpkg, false",
    "__MACOSX/b/._a.gpkg, false",
    ".hidden.gpkg, false",
    "gpkg, false"
  })
  void takesFilesByTheirSuffixWithoutFilters(String path, boolean taken) {
    assertThat(new FileMatcher(FileFilters.NONE).accepts(path, "")).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"a.tif", "b/mask.png", "c.JPG"})
  void neverTakesPictures(String path) {
    FileMatcher matcher = new FileMatcher(new FileFilters(List.of("**"), List.of(), false));
    assertThat(matcher.accepts(path, "")).isFalse();
    assertThat(matcher.accepts("b/mask.gpkg", "")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c.shp, a/b/d.shp, a/b/",
    "a/b/c.shp, a/d.shp, a/",
    "a/b.shp, ab/c.shp, ''",
    "a/b.shp, __MACOSX/a/b.shp, a/",
    "a.shp, a/b.shp, ''"
  })
  void findsTheSharedFolder(String one, String other, String shared) {
    assertThat(FileMatcher.sharedFolder(List.of(one, other))).isEqualTo(shared);
  }

  @Test
  void refusesASetThatIsNeverClosed() {
    assertThatThrownBy(() -> new FileMatcher(new FileFilters(List.of("a[b"), List.of(), false)))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("Set without its closing ]");
  }

  private static FileMatcher regex(List<String> include, String exclude) {
    return new FileMatcher(new FileFilters(include, List.of(exclude), true));
  }
}
