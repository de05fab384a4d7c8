package org.icemelt.pipelines.boundaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.Box;
import org.icemelt.pipelines.boundaries.OvertureBoundaries.Count;
import org.icemelt.transforms.admin.Boundary;
import org.junit.jupiter.api.Test;

/** With the synthetic division areas of io/geofiles. */
class OvertureBoundariesTest {
  static final Path FILES =
      Path.of(
          System.getProperty("icemelt.root"),
          "io/geofiles/src/test/resources/synthetic/synthetic_division_area");

  @Test
  void givesCountriesAndRegionsAsTheLayersUseThem() throws Exception {
    List<Boundary> found = new ArrayList<>();

    Count count = OvertureBoundaries.find(FILES.toString()).read(null, found::add);

    assertThat(count).isEqualTo(new Count(6, 0, 1));
    assertThat(found)
        .extracting(Boundary::id)
        .containsExactly("area-de", "area-de-by", "area-in-gj", "area-in", "area-xk", "area-pr");
    assertThat(found.get(1))
        .isEqualTo(
            new Boundary(
                "area-de-by",
                "Bayern",
                "DE",
                "DEU",
                1,
                "area-de",
                "POLYGON ((13 47, 13 51, 9 51, 9 47, 13 47))",
                9,
                47,
                13,
                51));
  }

  @Test
  void takesOnlyWhatTouchesTheWindow() throws Exception {
    List<Boundary> found = new ArrayList<>();

    OvertureBoundaries.find(FILES + "/*.parquet").read(new Box(69, 21, 70, 22), found::add);

    assertThat(found).extracting(Boundary::isoA3).containsExactly("IND", "IND");
    assertThat(found).extracting(Boundary::parentId).containsExactly("area-in", null);
  }
}
