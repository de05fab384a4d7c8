package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;

/** The report of the main job, opened from disk in a browser. */
class ReportIT {
  private static final long ROWS = 34_983;
  private static final String INDIA = "ind_pv_solar_farms_2022";

  /** The colour of the third dataset, by name. */
  private static final Color INDIAS = Color.decode("#009e73");

  private static final PageBrowser BROWSER = PageBrowser.shared();
  private static RunFolder folder;
  private static Path page;

  /** The same run id again commits nothing, and reports what it did. */
  @BeforeAll
  static void report() throws Exception {
    folder = DefaultLake.shared().folder().copy("report");
    String first;
    try (Connection duckdb = folder.open()) {
      first = (String) Judge.value(duckdb, "SELECT DISTINCT run_id FROM ingest_files");
    }
    Icemelt.expect(
        0,
        folder.path(),
        "build",
        "--runId=" + first,
        "--report=report.html",
        "--exportGeoparquet=false");
    page = folder.path().resolve("report.html");
  }

  private ReportMap map;

  @BeforeEach
  void open() {
    BROWSER.open(page);
    map = ReportMap.of(BROWSER);
  }

  @Test
  void opensWithoutAWordOnTheConsoleAndAsksForNothing() {
    assertThat(BROWSER.console()).isEmpty();
    assertThat(BROWSER.requests()).containsExactly(page.toUri().toString());
  }

  @Test
  void showsTheCountsOfTheRun() throws Exception {
    assertThat(BROWSER.text("main"))
        .contains("Snapshot 1 holds this run.", "Map of 34,983 sites", "fetch a dataset's files");
    try (Connection duckdb = folder.open()) {
      List<List<Object>> counted =
          Judge.rows(
              duckdb,
              "SELECT dataset_name, sum(features_read)::BIGINT, sum(stored)::BIGINT,"
                  + " sum(rejected)::BIGINT, sum(repaired)::BIGINT, any_value(checksum),"
                  + " any_value(license) FROM ingest_files GROUP BY ALL ORDER BY ALL");
      assertThat(counted).hasSize(6);
      for (List<Object> row : counted) {
        String line = row("datasets", row.get(0));
        assertThat(line)
            .contains(number(row.get(1)), number(row.get(2)), number(row.get(3)))
            .contains(number(row.get(4)));
        assertThat(row("lineage", row.get(0))).contains((String) row.get(5), (String) row.get(6));
      }
      for (List<Object> row :
          Judge.rows(
              duckdb,
              "SELECT dataset_name, count(record_id) FROM prep_pv_datasets_unified"
                  + " WHERE NOT is_primary GROUP BY ALL")) {
        assertThat(row("datasets", row.get(0))).contains(number(row.get(1)));
      }
      for (List<Object> row : Judge.rows(duckdb, "SELECT source_row, reason FROM ingest_rejects")) {
        assertThat(BROWSER.text("main")).contains(row.get(0) + " ", (String) row.get(1));
      }
    }
  }

  @Test
  void drawsEverySiteOnceAtEachZoom() {
    for (int zoom = 1; zoom <= 2; zoom++) {
      map.show(0, 20, zoom);
      assertThat(map.sites()).isEqualTo(ROWS);
      assertThat(map.status()).startsWith("In view: 34,983 of 34,983 sites");
    }
  }

  @Test
  void drawsAKnownSiteAtItsPlaceAndTellsItsRecord() throws Exception {
    List<Object> site = southernmost();
    double lon = (Double) site.get(1);
    double lat = (Double) site.get(2);
    map.show(lon - 0.003, lat + 0.002, 15);
    Point place = map.pixel(lon, lat, lon - 0.003, lat + 0.002, 15);
    BufferedImage picture = map.picture();
    assertThat(ReportMap.at(picture, place)).matches(c -> PageBrowser.near(c, INDIAS));
    assertThat(ReportMap.at(picture, new Point(place.x + 12, place.y)))
        .matches(c -> !PageBrowser.near(c, INDIAS));
    map.pointAt(place);
    String record = map.tooltip();
    assertThat(record).contains((String) site.get(0), "installation", "m²");
    assertThat(area(record)).isEqualTo(Math.round((Double) site.get(3)));
  }

  @Test
  void takesADatasetAwayAndBack() throws Exception {
    List<Object> site = southernmost();
    double lon = (Double) site.get(1);
    double lat = (Double) site.get(2);
    map.show(lon, lat, 15);
    Point middle = map.pixel(lon, lat, lon, lat, 15);
    toggle(INDIA).click();
    assertThat(ReportMap.at(map.picture(), middle)).matches(c -> !PageBrowser.near(c, INDIAS));
    map.show(0, 20, 2);
    assertThat(map.sites()).isEqualTo(ROWS - 1_363);
    toggle(INDIA).click();
    assertThat(map.sites()).isEqualTo(ROWS);
    BROWSER.element("#map-datasets button:nth-of-type(2)").click();
    assertThat(map.sites()).isZero();
    BROWSER.element("#map-datasets button:nth-of-type(1)").click();
    assertThat(map.sites()).isEqualTo(ROWS);
  }

  @Test
  void splitsACircleByWheelAndByClick() {
    map.show(0, 20, 2);
    int before = map.marks().size();
    Point largest = map.largest();
    new Actions(BROWSER.driver())
        .scrollFromOrigin(
            ScrollOrigin.fromElement(
                map.element(),
                largest.x - map.element().getSize().getWidth() / 2,
                largest.y - map.element().getSize().getHeight() / 2),
            0,
            -240)
        .perform();
    BROWSER.until("siteMap.map.getZoom() > 2");
    assertThat(map.marks()).hasSizeGreaterThan(before);
    long zoom = map.zoom();
    map.pointAt(map.largest());
    String circle = map.tooltip();
    long total = Long.parseLong(circle.substring(0, circle.indexOf(' ')).replace(",", ""));
    assertThat(map.marks()).contains(total);
    new Actions(BROWSER.driver()).click().perform();
    assertThat(map.zoom()).isGreaterThan(zoom);
    assertThat(map.marks()).doesNotContain(total).hasSizeGreaterThan(1);
  }

  @Test
  void isUsedByKeys() {
    map.show(0, 20, 2);
    tabTo("map");
    long zoom = map.zoom();
    BROWSER.driver().switchTo().activeElement().sendKeys(Keys.ADD);
    assertThat(map.zoom()).isEqualTo(zoom + 1);
    double west = map.centreLongitude();
    BROWSER.driver().switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    BROWSER.until("siteMap.map.getCenter().lng > " + (west + 1));
    map.show(78, 22, 4);
    BROWSER.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    assertThat(map.zoom()).isGreaterThan(4);
    assertThat(map.status()).contains(INDIA);
    tabToBox();
    long all = map.sites();
    BROWSER.driver().switchTo().activeElement().sendKeys(Keys.SPACE);
    assertThat(BROWSER.driver().switchTo().activeElement().isSelected()).isFalse();
    map.show(0, 20, 2);
    assertThat(map.sites()).isLessThan(ROWS);
    assertThat(all).isLessThanOrEqualTo(ROWS);
  }

  @Test
  void isDarkWhereTheSystemIs() {
    Point corner = new Point(5, map.element().getSize().getHeight() - 5);
    Color light = ReportMap.at(map.picture(), corner);
    BROWSER.prefer("dark", "screen");
    BROWSER.until("getComputedStyle(document.body).backgroundColor === 'rgb(21, 25, 29)'");
    Color dark = ReportMap.at(map.picture(), corner);
    assertThat(light.getGreen()).isGreaterThan(200);
    assertThat(dark.getGreen()).isLessThan(60);
    assertThat(BROWSER.seriousFaults()).isEmpty();
    assertThat(BROWSER.console()).isEmpty();
  }

  @Test
  void canBePrinted() throws Exception {
    byte[] pdf = BROWSER.pdf();
    Files.write(folder.path().resolve("report.pdf"), pdf);
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(pages(pdf)).isBetween(2, 30);
    BROWSER.prefer("light", "print");
    assertThat(BROWSER.element("#map-help").isDisplayed()).isFalse();
    assertThat(BROWSER.element("#lineage").isDisplayed()).isTrue();
    BROWSER.until("siteMap.marks.getLayers().length > 0");
    assertThat(map.picture().getWidth()).isGreaterThan(300);
  }

  @Test
  void hasNoSeriousFaultAgainstAccessibility() {
    assertThat(BROWSER.seriousFaults()).isEmpty();
  }

  private static List<Object> southernmost() throws Exception {
    try (Connection duckdb = folder.open()) {
      return Judge.rows(
              duckdb,
              "SELECT record_id, centroid_lon, centroid_lat, area_m2 FROM stg_pv_consolidated"
                  + RunFolder.where(INDIA)
                  + " ORDER BY centroid_lat LIMIT 1")
          .get(0);
    }
  }

  private static long area(String record) {
    String line = record.lines().filter(l -> l.endsWith(" m²")).findFirst().orElseThrow();
    return Long.parseLong(line.replace(" m²", "").replace(",", ""));
  }

  private static int pages(byte[] pdf) {
    return new String(pdf, StandardCharsets.ISO_8859_1).split("/Type\\s*/Page[^s]").length - 1;
  }

  private static WebElement toggle(String dataset) {
    return BROWSER.driver().findElements(By.cssSelector("#map-datasets label")).stream()
        .filter(label -> label.getText().startsWith(dataset))
        .findFirst()
        .orElseThrow()
        .findElement(By.tagName("input"));
  }

  /** Tabs until the element of that id has the focus, as one would without a mouse. */
  private static void tabTo(String id) {
    for (int i = 0; i < 30; i++) {
      new Actions(BROWSER.driver()).sendKeys(Keys.TAB).perform();
      if (id.equals(BROWSER.script("document.activeElement.id"))) {
        return;
      }
    }
    throw new AssertionError("#" + id + " cannot be reached by the tab key");
  }

  private static void tabToBox() {
    for (int i = 0; i < 10; i++) {
      new Actions(BROWSER.driver()).sendKeys(Keys.TAB).perform();
      if ("checkbox".equals(BROWSER.script("document.activeElement.type"))) {
        return;
      }
    }
    throw new AssertionError("no box can be reached by the tab key");
  }

  /** The text of the row of a section's table that begins with a dataset's name. */
  private static String row(String section, Object dataset) {
    return BROWSER
        .driver()
        .findElements(
            By.xpath(
                "//h2[@id='%s']/following::table[1]//tr[th[text()='%s']]"
                    .formatted(section, dataset)))
        .get(0)
        .getText();
  }

  private static String number(Object value) {
    return String.format(java.util.Locale.ROOT, "%,d", ((Number) value).longValue());
  }
}
