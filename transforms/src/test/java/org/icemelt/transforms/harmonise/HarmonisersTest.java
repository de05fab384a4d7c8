package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.icemelt.transforms.harmonise.SyntheticSites.site;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.ValueType;
import org.junit.jupiter.api.Test;

/** Rows of several files in any order; rows are synthetic. */
class HarmonisersTest {
  private final List<String> asked = new ArrayList<>();
  private final Harmonisers harmonisers =
      new Harmonisers(
          dataset -> {
            asked.add(dataset);
            return Profiles.forDataset(dataset).orElseThrow();
          });

  private static FeatureSource file(String name) {
    return SyntheticSites.source(
        "ind_pv_solar_farms_2022", name, "EPSG:4326", new Column("fid", ValueType.INT64));
  }

  @Test
  void countsRowsOfAFileTogetherThoughEachHasASourceOfItsOwn() {
    for (long row = 0; row < 50; row++) {
      harmonisers.apply(site(file("a.geojson"), row, Arrays.asList(row)));
    }
    assertThat(asked).containsExactly("ind_pv_solar_farms_2022");
    assertThat(harmonisers.drainFills())
        .extracting(FieldFill::sourceFile, FieldFill::rowsFilled)
        .containsExactly(tuple("a.geojson", 50L));
  }

  @Test
  void countsFilesApartThoughTheirRowsAlternate() {
    FeatureSource a = file("a.geojson");
    FeatureSource b = file("b.geojson");
    for (long row = 0; row < 10; row++) {
      harmonisers.apply(site(row < 3 ? a : row % 2 == 0 ? a : b, row, Arrays.asList(row)));
    }
    assertThat(harmonisers.drainFills())
        .extracting(FieldFill::sourceFile, FieldFill::rowsFilled)
        .containsExactlyInAnyOrder(tuple("a.geojson", 6L), tuple("b.geojson", 4L));
    assertThat(harmonisers.drainWarnings())
        .extracting(HarmoniseWarning::target, HarmoniseWarning::sourceFile)
        .containsExactlyInAnyOrder(
            tuple(Target.SOURCE_AREA_M2, "a.geojson"), tuple(Target.SOURCE_AREA_M2, "b.geojson"));
  }
}
