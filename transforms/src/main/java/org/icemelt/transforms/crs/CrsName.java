package org.icemelt.transforms.crs;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The short ways to name a CRS, each brought to one EPSG code. */
final class CrsName {
  /** Longitude and latitude on WGS 84. */
  static final String WGS84 = "4326";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("WGS84", WGS84),
          Map.entry("WGS1984", WGS84),
          Map.entry("GCSWGS1984", WGS84),
          Map.entry("CRS84", WGS84),
          Map.entry("OGCCRS84", WGS84),
          Map.entry("OGCCRS84H", WGS84),
          Map.entry("NAD83", "4269"),
          Map.entry("NAD1983", "4269"),
          Map.entry("CRS83", "4269"),
          Map.entry("OGCCRS83", "4269"),
          Map.entry("NAD27", "4267"),
          Map.entry("NAD1927", "4267"),
          Map.entry("CRS27", "4267"),
          Map.entry("OGCCRS27", "4267"),
          Map.entry("ETRS89", "4258"));

  /** WGS 84 with a height, and the codes under which Web Mercator went before it had one. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "4979", WGS84, "4329", WGS84, "900913", "3857", "3785", "3857", "102100", "3857",
          "102113", "3857");

  private static final Pattern CODE =
      Pattern.compile(
          "(?:EPSG|ESRI)?[:# ]*(\\d{4,6})"
              + "|URN:(?:X-)?OGC:DEF:CRS:EPSG:(?:[^:]*:)?(\\d+)"
              + "|HTTPS?://WWW\\.OPENGIS\\.NET/DEF/CRS/EPSG/[^/]+/(\\d+)/?"
              + "|HTTPS?://WWW\\.OPENGIS\\.NET/GML/SRS/EPSG\\.XML#(\\d+)");

  private static final Pattern OGC =
      Pattern.compile(
          "(?:URN:(?:X-)?OGC:DEF:CRS:OGC:[^:]*:|HTTPS?://WWW\\.OPENGIS\\.NET/DEF/CRS/OGC/[^/]+/)"
              + "(CRS(?:84|83|27)H?)/?");

  /** {@code EPSG:25832+7837} and {@code urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783}. */
  private static final Pattern VERTICAL_PART = Pattern.compile("\\+\\d+$|,CRS:[^,]+$");

  private CrsName() {}

  /** The EPSG code of a short name; empty if the text is none. */
  static Optional<String> epsgCode(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    name = VERTICAL_PART.matcher(name).replaceAll("").replace("DEF:CRS,CRS:", "DEF:CRS:");
    String word = name.replaceAll("[\\s_:/-]", "");
    Matcher ogc = OGC.matcher(name);
    if (ogc.matches()) {
      word = ogc.group(1);
    }
    if (WORDS.containsKey(word)) {
      return Optional.ofNullable(WORDS.get(word));
    }
    Matcher code = CODE.matcher(name);
    if (!code.matches()) {
      return Optional.empty();
    }
    for (int group = 1; group <= code.groupCount(); group++) {
      String digits = code.group(group);
      if (digits != null) {
        String epsg = ALIASES.getOrDefault(digits, digits);
        return name.startsWith("ESRI") && epsg.equals(digits)
            ? Optional.empty()
            : Optional.of(epsg);
      }
    }
    return Optional.empty();
  }
}
