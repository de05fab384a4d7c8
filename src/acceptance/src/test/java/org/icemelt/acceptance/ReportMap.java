package org.icemelt.acceptance;

import java.awt.Color;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The map of an opened report: what is drawn, and what one does with it. */
final class ReportMap {
  private static final int TILE = 256;

  private final PageBrowser browser;

  private ReportMap(PageBrowser browser) {
    this.browser = browser;
  }

  /** Waits until it is drawn. */
  static ReportMap of(PageBrowser browser) {
    browser.until("window.siteMap !== undefined");
    return new ReportMap(browser);
  }

  /** How many sites each circle and each single point stands for. */
  List<Long> marks() {
    @SuppressWarnings("unchecked")
    List<Long> totals =
        (List<Long>) browser.script("siteMap.marks.getLayers().map(mark => mark.options.of.total)");
    return totals;
  }

  long sites() {
    return marks().stream().mapToLong(Long::longValue).sum();
  }

  String status() {
    return browser.text("#map-status");
  }

  long zoom() {
    return (Long) browser.script("siteMap.map.getZoom()");
  }

  double centreLongitude() {
    return ((Number) browser.script("siteMap.map.getCenter().lng")).doubleValue();
  }

  /** Moves the map. */
  void show(double lon, double lat, int zoom) {
    browser.script(
        "siteMap.map.setView([arguments[0], arguments[1]], arguments[2]).getZoom()",
        lat,
        lon,
        zoom);
  }

  WebElement element() {
    return browser.element("#map");
  }

  BufferedImage picture() {
    return browser.picture("#map");
  }

  /**
   * Where a place is in the picture of a map whose middle is known, by the formula of Web Mercator.
   */
  Point pixel(double lon, double lat, double middleLon, double middleLat, int zoom) {
    double side = TILE * Math.pow(2, zoom);
    double x = (lon - middleLon) / 360 * side;
    double y = (mercator(middleLat) - mercator(lat)) / (2 * Math.PI) * side;
    return new Point(
        (int) Math.round(element().getSize().getWidth() / 2.0 + x),
        (int) Math.round(element().getSize().getHeight() / 2.0 + y));
  }

  private static double mercator(double lat) {
    return Math.log(Math.tan(Math.PI / 4 + Math.toRadians(lat) / 2));
  }

  /** Points at a pixel of the map's picture. */
  void pointAt(Point pixel) {
    new Actions(browser.driver())
        .moveToElement(element(), 0, 0)
        .moveToElement(
            element(),
            pixel.x - element().getSize().getWidth() / 2,
            pixel.y - element().getSize().getHeight() / 2)
        .perform();
  }

  /** What the map tells of the place that is pointed at, once it does. */
  String tooltip() {
    String text = "document.querySelector('.leaflet-tooltip')?.textContent";
    browser.until("Boolean(" + text + ")");
    return (String) browser.script(text);
  }

  /**
   * The middle of the circle in view that stands for most sites, in pixels of the map's picture.
   */
  Point largest() {
    @SuppressWarnings("unchecked")
    Map<String, Number> at =
        (Map<String, Number>)
            browser.script(
                "siteMap.marks.getLayers().filter(m => siteMap.map.getBounds().contains(m.getLatLng()))"
                    + ".reduce((a, b) => a.options.of.total >= b.options.of.total ? a : b)"
                    + "._point.subtract(siteMap.map.containerPointToLayerPoint([0, 0])).round()");
    return new Point(at.get("x").intValue(), at.get("y").intValue());
  }

  static Color at(BufferedImage picture, Point pixel) {
    return new Color(picture.getRGB(pixel.x, pixel.y));
  }
}
