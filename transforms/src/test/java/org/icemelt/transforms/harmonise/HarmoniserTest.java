package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.icemelt.transforms.harmonise.SyntheticSites.harmoniser;
import static org.icemelt.transforms.harmonise.SyntheticSites.rowOf;
import static org.icemelt.transforms.harmonise.SyntheticSites.site;
import static org.icemelt.transforms.harmonise.SyntheticSites.solar;
import static org.icemelt.transforms.harmonise.SyntheticSites.solarRow;

import java.util.List;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.junit.jupiter.api.Test;

/** Counts, warnings and defaults, on synthetic rows. */
class HarmoniserTest {
  private static FieldFill fill(List<FieldFill> fills, Target target) {
    return fills.stream().filter(f -> f.mapping().target() == target).findFirst().orElseThrow();
  }

  @Test
  void countsABadDateAndNamesTheFirst() {
    Harmoniser harmoniser = solar();
    harmoniser.apply(solarRow(0, 1.0, "1", "2020-01"));
    PvRecord bad = harmoniser.apply(solarRow(4, 2.0, "1", "2021-13-40"));
    harmoniser.apply(solarRow(5, 3.0, "1", "soon"));
    harmoniser.apply(solarRow(6, 4.0, "1", null));
    assertThat(bad.installDate()).isNull();
    assertThat(bad.installDatePrecision()).isNull();
    assertThat(bad.capacityMw()).isEqualTo(1.0);
    assertThat(fill(harmoniser.drainFills(), Target.INSTALL_DATE))
        .isEqualTo(
            new FieldFill(
                "global_pv_inventory_sent2_spot_2021",
                "predicted.geojson",
                new FieldMapping(Target.INSTALL_DATE, 0, "install_date", null, null, null, null),
                1,
                2,
                new Unconvertible("predicted.geojson", 4, "2021-13-40")));
  }

  @Test
  void givesNullForNaNAndInfinityAndCountsThem() {
    Harmoniser harmoniser = solar();
    PvRecord nan = harmoniser.apply(solarRow(0, Double.NaN, "NaN", null));
    harmoniser.apply(solarRow(1, Double.POSITIVE_INFINITY, "Infinity", null));
    assertThat(nan.unifiedId()).isEqualTo(nan.site().recordId());
    assertThat(nan.capacityMw()).isNull();
    assertThat(nan.capacityBasis()).isNull();
    List<FieldFill> fills = harmoniser.drainFills();
    assertThat(fill(fills, Target.UNIFIED_ID).rowsUnconvertible()).isEqualTo(2);
    assertThat(fill(fills, Target.UNIFIED_ID).firstUnconvertible())
        .isEqualTo(new Unconvertible("predicted.geojson", 0, "NaN"));
    assertThat(fill(fills, Target.CAPACITY_MW).rowsUnconvertible()).isEqualTo(2);
  }

  @Test
  void countsBlankTextAsNoValue() {
    Harmoniser harmoniser = solar();
    assertThat(harmoniser.apply(solarRow(0, 1.0, "  ", "")).capacityMw()).isNull();
    FieldFill capacity = fill(harmoniser.drainFills(), Target.CAPACITY_MW);
    assertThat(capacity.rowsFilled()).isZero();
    assertThat(capacity.rowsUnconvertible()).isZero();
    assertThat(capacity.firstUnconvertible()).isNull();
  }

  @Test
  void keepsAStatedZeroAndDropsANegativeCapacity() {
    Harmoniser harmoniser = solar();
    PvRecord zero = harmoniser.apply(solarRow(0, 1.0, "0", null));
    PvRecord negative = harmoniser.apply(solarRow(1, 1.0, "-9999", null));
    assertThat(zero.capacityMw()).isZero();
    assertThat(zero.capacityBasis()).isEqualTo("unknown");
    assertThat(negative.capacityMw()).isNull();
    assertThat(negative.capacityBasis()).isNull();
    assertThat(fill(harmoniser.drainFills(), Target.CAPACITY_MW).firstUnconvertible())
        .isEqualTo(new Unconvertible("predicted.geojson", 1, "-9999"));
  }

  @Test
  void startsCountingAnewAfterEachDrain() {
    Harmoniser harmoniser = solar();
    harmoniser.apply(solarRow(0, 1.0, "x", null));
    assertThat(fill(harmoniser.drainFills(), Target.CAPACITY_MW).rowsUnconvertible()).isEqualTo(1);
    harmoniser.apply(solarRow(1, 1.0, "2", null));
    FieldFill second = fill(harmoniser.drainFills(), Target.CAPACITY_MW);
    assertThat(second.rowsFilled()).isEqualTo(1);
    assertThat(second.rowsUnconvertible()).isZero();
    assertThat(second.firstUnconvertible()).isNull();
  }

  @Test
  void cutsALongUnconvertibleValue() {
    Harmoniser harmoniser = solar();
    harmoniser.apply(solarRow(0, 1.0, "x".repeat(5000), null));
    Unconvertible first = fill(harmoniser.drainFills(), Target.CAPACITY_MW).firstUnconvertible();
    assertThat(first).isEqualTo(new Unconvertible("predicted.geojson", 0, "x".repeat(100)));
  }

  @Test
  void warnsOncePerUnlistedStatusWordWithItsRows() {
    FeatureSource spain =
        SyntheticSites.source(
            "esp_gem_pv_2025", "s.gpkg", "EPSG:4326", new Column("Status", ValueType.STRING));
    Harmoniser harmoniser = harmoniser(spain);
    harmoniser.drainWarnings();
    for (int row = 0; row < 6; row++) {
      String word = row % 2 == 0 ? "on hold" : "operating";
      harmoniser.apply(site(spain, row, List.of(word)));
    }
    List<HarmoniseWarning> warnings = harmoniser.drainWarnings();
    assertThat(warnings)
        .containsExactly(
            new HarmoniseWarning(
                "esp_gem_pv_2025",
                "s.gpkg",
                Target.STATUS,
                HarmoniseWarning.Kind.WORD_UNLISTED,
                "on hold",
                3,
                0));
    assertThat(warnings.get(0).message())
        .isEqualTo(
            "esp_gem_pv_2025: status \"on hold\" is in no profile's list; 3 row(s) have it as unknown,"
                + " first s.gpkg row 0");
    FieldFill status = fill(harmoniser.drainFills(), Target.STATUS);
    assertThat(status.rowsFilled()).isEqualTo(3);
    assertThat(status.rowsUnconvertible()).isEqualTo(3);
  }

  @Test
  void boundsTheWarningsOfAColumnThatHoldsNoWords() {
    FeatureSource spain =
        SyntheticSites.source(
            "esp_gem_pv_2025", "s.gpkg", "EPSG:4326", new Column("Status", ValueType.STRING));
    Harmoniser harmoniser = harmoniser(spain);
    harmoniser.drainWarnings();
    for (int row = 0; row < 1000; row++) {
      harmoniser.apply(site(spain, row, List.of("free text " + row)));
    }
    List<HarmoniseWarning> warnings = harmoniser.drainWarnings();
    assertThat(warnings).hasSize(101);
    assertThat(warnings.get(100).value()).isEqualTo("(other words)");
    assertThat(warnings.get(100).rows()).isEqualTo(900);
    assertThat(warnings.get(100).firstRow()).isEqualTo(100);
  }

  @Test
  void warnsWhenNoneOfAProfilesColumnsIsThere() {
    WktSite site = rowOf("usa_gm_seus_v1_2025", "g.gpkg", "EPSG:4326", "arrayID", 1.0);
    Harmoniser harmoniser = harmoniser(site);
    assertThat(harmoniser.drainWarnings())
        .extracting(HarmoniseWarning::message)
        .contains(
            "usa_gm_seus_v1_2025: capacity_mw stays empty: g.gpkg has no column \"capMW\" or"
                + " \"capMWest\". Name the right one under \"fields\" in the manifest")
        .hasSize(3);
    assertThat(harmoniser.drainWarnings()).isEmpty();
  }

  @Test
  void listsOnlyColumnsThatTheFileHas() {
    WktSite site =
        rowOf("usa_gm_seus_v1_2025", "g.gpkg", "EPSG:4326", "capMWest", 1.0, "instYrLT", 2001.0);
    Harmoniser harmoniser = harmoniser(site);
    harmoniser.apply(site);
    assertThat(harmoniser.drainFills())
        .extracting(f -> f.mapping().sourceColumn(), FieldFill::rowsFilled)
        .containsExactly(tuple("capMWest", 1L), tuple("instYrLT", 1L));
  }

  @Test
  void passesTheSiteOnUntouched() {
    WktSite site = solarRow(3, 1.0, "1", null);
    assertThat(solar().apply(site).site()).isSameAs(site);
  }
}
