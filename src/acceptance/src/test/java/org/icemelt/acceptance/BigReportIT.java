package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Point;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report of 443,917 sites, opened from disk in a browser. */
class BigReportIT {
  private static final long ROWS = 443_917;
  private static final String UK = "uk_crowdsourced_pv_2020";

  /** The colour of the fifth dataset, by name. */
  private static final Color UKS = Color.decode("#56b4e9");

  private static final PageBrowser BROWSER = PageBrowser.shared();
  private final RunFolder folder = PublishedLake.shared().folder();
  private final Path page = folder.path().resolve(PublishedLake.REPORT);
  private ReportMap map;

  @BeforeEach
  void open() {
    BROWSER.open(page);
    map = ReportMap.of(BROWSER);
  }

  @Test
  void drawsEverySiteOnceAndAsksForNothing() {
    assertThat(BROWSER.console()).isEmpty();
    assertThat(BROWSER.requests()).containsExactly(page.toUri().toString());
    for (int zoom = 1; zoom <= 2; zoom++) {
      map.show(0, 20, zoom);
      assertThat(map.sites()).isEqualTo(ROWS);
    }
    assertThat(map.status()).startsWith("In view: 443,917 of 443,917 sites");
  }

  @Test
  void splitsItsCirclesDownToSingleSitesAtTheirPlaces() throws Exception {
    double lon;
    double lat;
    String record;
    try (Connection duckdb = folder.open()) {
      List<Object> site =
          Judge.rows(
                  duckdb,
                  "SELECT record_id, centroid_lon, centroid_lat FROM stg_pv_consolidated"
                      + RunFolder.where(UK)
                      + " AND source_row = 123456")
              .get(0);
      record = (String) site.get(0);
      lon = (Double) site.get(1);
      lat = (Double) site.get(2);
    }
    int marks = 0;
    for (int zoom : new int[] {4, 8, 12}) {
      map.show(lon, lat, zoom);
      assertThat(map.marks().size()).isGreaterThan(0).isNotEqualTo(marks);
      marks = map.marks().size();
    }
    map.show(lon, lat, 17);
    assertThat(map.marks()).containsOnly(1L);
    Point middle = map.pixel(lon, lat, lon, lat, 17);
    assertThat(ReportMap.at(map.picture(), middle)).matches(c -> PageBrowser.near(c, UKS));
    map.pointAt(middle);
    assertThat(map.tooltip()).contains(record);
  }
}
