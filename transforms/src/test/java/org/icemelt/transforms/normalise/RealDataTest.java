package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Site;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;

/**
 * Every polygon of three published datasets against pyproj.Geod (area), DuckDB (centroid), h3-py
 * (cell) and GEOS (validity); see src/test/oracle/site_measures.py.
 */
class RealDataTest {
  /** Degrees: what reprojection promises, and the rounding of a centroid without it. */
  private static final double REPROJECTED = 1e-8;

  private static final double AS_READ = 1e-12;

  @Test
  void measuresIndiaAsPyprojAndDuckDbDo() throws IOException {
    Path file =
        GeoFixtures.data(
            "ind_pv_solar_farms_2022", "solar_farms_india_2021_merged_simplified.geojson");
    assertMeasures("ind_pv_solar_farms_2022", "EPSG:4326", GeoFixtures.geoJson(file), 1285, 78);
  }

  @Test
  void measuresTheUsaAsPyprojAndDuckDbDo() throws IOException {
    Path file = GeoFixtures.data("usa_eia_large_scale_pv_2023", "uspvdbGeoJSON.zip");
    assertMeasures(
        "usa_eia_large_scale_pv_2023", "OGC:CRS84", GeoFixtures.zippedGeoJson(file), 3695, 4);
  }

  @Test
  void measuresGermanyFromItsProjectionAsPyprojAndDuckDbDo() throws IOException {
    String crs =
        Files.readString(GeoFixtures.data("deu_ufz_pv_2015", "photovoltaics_open-space.prj"));
    Path file = GeoFixtures.data("deu_ufz_pv_2015", "photovoltaics_open-space.shp");
    assertMeasures("deu_ufz_pv_2015", crs, GeoFixtures.shapefile(file), 3260, 5);
  }

  private static void assertMeasures(
      String dataset, String crs, List<Geometry> geometries, int valid, int repaired)
      throws IOException {
    FeatureNormaliser normaliser = new FeatureNormaliser();
    FeatureSource source = new FeatureSource(dataset, "f", crs, new FeatureSchema(List.of()));
    List<String[]> expected = expected(dataset);
    assertThat(geometries).hasSize(expected.size()).hasSize(valid + repaired);
    double tolerance = crs.startsWith("PROJCS") ? REPROJECTED : AS_READ;
    int repairs = 0;
    for (int row = 0; row < geometries.size(); row++) {
      Feature feature = new Feature(source, row, geometries.get(row), List.of());
      Site site = ((Placement.Placed) normaliser.normalise(feature)).site();
      String[] measures = expected.get(row);
      assertThat(site.repaired()).as("repaired in row %d", row).isEqualTo(measures.length < 6);
      if (site.repaired()) {
        repairs++;
        assertThat(site.geometry().isValid()).isTrue();
        assertThat(site.geometry().getDimension()).isEqualTo(2);
        assertThat(site.areaM2()).isGreaterThan(1);
      } else {
        double area = Double.parseDouble(measures[2]);
        assertThat(site.areaM2()).as("area of row %d", row).isCloseTo(area, within(bound(area)));
        double lon = Double.parseDouble(measures[3]);
        double lat = Double.parseDouble(measures[4]);
        assertThat(site.centroidLon()).as("row %d", row).isCloseTo(lon, within(tolerance));
        assertThat(site.centroidLat()).as("row %d", row).isCloseTo(lat, within(tolerance));
        assertThat(Long.toHexString(site.h3Cell())).as("row %d", row).isEqualTo(measures[5]);
      }
    }
    assertThat(repairs).isEqualTo(repaired);
  }

  /** Two correct implementations differ by up to 1e-4 m² at any size. */
  private static double bound(double area) {
    return 1e-9 * area + 1e-3;
  }

  private static List<String[]> expected(String dataset) throws IOException {
    try (InputStream in = RealDataTest.class.getResourceAsStream("site-measures.csv.gz");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return reader.lines().filter(l -> l.startsWith(dataset)).map(l -> l.split(",")).toList();
    }
  }
}
