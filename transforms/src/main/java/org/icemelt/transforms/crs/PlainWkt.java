package org.icemelt.transforms.crs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The horizontal system of any WKT dialect in the one that GeoTools reads: WKT 1 without axes and
 * authorities, angles of projected systems in degrees. Axes go because files hold x before y
 * whatever their WKT says.
 */
final class PlainWkt {
  private static final double DEGREE = Math.PI / 180;
  private static final WktNode DEGREE_UNIT =
      WktNode.of("UNIT", "degree", Double.toString(0.017453292519943295));

  private PlainWkt() {}

  /** The part of a compound or bound system that places things on the map. */
  static WktNode horizontal(WktNode crs) {
    if (crs.is("COMPD_CS", "COMPOUNDCRS")) {
      return crs.children().stream()
          .filter(c -> !c.is("AUTHORITY", "ID", "VERT_CS", "VERTCS", "VERTCRS"))
          .findFirst()
          .map(PlainWkt::horizontal)
          .orElse(crs);
    }
    if (crs.is("BOUNDCRS")) {
      return crs.child("SOURCECRS")
          .flatMap(s -> s.children().stream().findFirst())
          .map(PlainWkt::horizontal)
          .orElse(crs);
    }
    return crs;
  }

  static boolean isGeographic(WktNode crs) {
    return crs.is("GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS");
  }

  static boolean isProjected(WktNode crs) {
    return crs.is("PROJCS", "PROJCRS", "PROJECTEDCRS");
  }

  /** The geographic system below: the system itself, or the base of a projected one. */
  static Optional<WktNode> geographic(WktNode crs) {
    return isGeographic(crs)
        ? Optional.of(crs)
        : crs.child("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS", "GEODCRS");
  }

  static Optional<WktNode> datum(WktNode geographic) {
    return geographic.child("DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE");
  }

  /** Whether this is longitude and latitude in degrees on WGS 84, whatever the dialect. */
  static boolean isWgs84(WktNode crs) {
    if (!isGeographic(crs)) {
      return false;
    }
    Optional<WktNode> datum = datum(crs);
    Optional<WktNode> ellipsoid = datum.flatMap(d -> d.child("SPHEROID", "ELLIPSOID"));
    boolean named =
        datum
            .map(d -> d.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", ""))
            .filter(n -> n.matches("D?WGS(19)?84|WORLDGEODETICSYSTEM1984(ENSEMBLE)?"))
            .isPresent();
    boolean shaped =
        ellipsoid.flatMap(e -> e.number(1)).filter(a -> a == 6378137.0).isPresent()
            && ellipsoid
                .flatMap(e -> e.number(2))
                .filter(rf -> Math.abs(rf - 298.257223563) < 1e-8)
                .isPresent();
    double meridian =
        crs.child("PRIMEM", "PRIMEMERIDIAN").flatMap(m -> m.number(1)).orElse(Double.valueOf(0));
    return named && shaped && meridian == 0 && isDegree(angularUnit(crs));
  }

  /**
   * The system as WKT 1.
   *
   * @throws IllegalArgumentException if a part is missing
   */
  static WktNode of(WktNode crs) {
    if (isGeographic(crs)) {
      return geographic(crs, angularUnit(crs));
    }
    if (!isProjected(crs)) {
      throw new IllegalArgumentException("it is neither geographic nor projected");
    }
    WktNode base = geographic(crs).orElseThrow(() -> missing("the geographic base"));
    return crs.is("PROJCS") ? projected1(crs, base) : projected2(crs, base);
  }

  private static WktNode projected1(WktNode crs, WktNode base) {
    List<Object> parts = new ArrayList<>();
    parts.add(crs.name());
    parts.add(geographic(base, angularUnit(base)));
    String method =
        MethodNames.method(crs.child("PROJECTION").orElseThrow(() -> missing("PROJECTION")).name());
    boolean variantB = method.equals("Polar_Stereographic") && !originIsPole(crs);
    parts.add(WktNode.of("PROJECTION", variantB ? "Polar Stereographic (variant B)" : method));
    for (WktNode parameter : crs.all("PARAMETER")) {
      String name = parameter.name();
      String value = parameter.text(1).orElseThrow(() -> missing(name));
      parts.add(
          WktNode.of(
              "PARAMETER", variantB && isOrigin(parameter) ? "standard_parallel_1" : name, value));
    }
    parts.add(unit("UNIT", crs.child("UNIT").orElseThrow(() -> missing("UNIT"))));
    return new WktNode("PROJCS", parts);
  }

  /** GDAL states the standard parallel of a polar stereographic as its origin. */
  private static boolean originIsPole(WktNode crs) {
    return crs.all("PARAMETER").stream()
        .filter(PlainWkt::isOrigin)
        .flatMap(p -> p.number(1).stream())
        .allMatch(latitude -> Math.abs(latitude) == 90);
  }

  private static boolean isOrigin(WktNode parameter) {
    return parameter.name().equalsIgnoreCase("latitude_of_origin");
  }

  private static WktNode projected2(WktNode crs, WktNode base) {
    WktNode conversion = crs.child("CONVERSION").orElseThrow(() -> missing("CONVERSION"));
    WktNode method = conversion.child("METHOD", "PROJECTION").orElseThrow(() -> missing("METHOD"));
    WktNode length = lengthUnit(crs);
    List<Object> parts = new ArrayList<>();
    parts.add(crs.name());
    parts.add(geographic(base, DEGREE_UNIT));
    parts.add(WktNode.of("PROJECTION", MethodNames.method(method.name())));
    for (WktNode parameter : conversion.all("PARAMETER")) {
      String value = parameter.text(1).orElseThrow(() -> missing(parameter.name()));
      Optional<WktNode> angle = parameter.child("ANGLEUNIT");
      Optional<WktNode> metres = parameter.child("LENGTHUNIT");
      if (angle.isPresent() && !isDegree(angle.get())) {
        value = Double.toString(Double.parseDouble(value) * factor(angle.get()) / DEGREE);
      } else if (metres.isPresent() && factor(metres.get()) != factor(length)) {
        value = Double.toString(Double.parseDouble(value) * factor(metres.get()) / factor(length));
      }
      parts.add(
          WktNode.of("PARAMETER", MethodNames.parameter(method.name(), parameter.name()), value));
    }
    parts.add(unit("UNIT", length));
    return new WktNode("PROJCS", parts);
  }

  private static WktNode geographic(WktNode crs, WktNode angularUnit) {
    WktNode datum = datum(crs).orElseThrow(() -> missing("DATUM"));
    WktNode ellipsoid = datum.child("SPHEROID", "ELLIPSOID").orElseThrow(() -> missing("SPHEROID"));
    List<Object> shape = new ArrayList<>();
    shape.add(datum.name());
    shape.add(
        WktNode.of(
            "SPHEROID",
            ellipsoid.name(),
            ellipsoid.text(1).orElseThrow(() -> missing("the semi-major axis")),
            ellipsoid.text(2).orElseThrow(() -> missing("the flattening"))));
    datum.child("TOWGS84").ifPresent(shape::add);
    WktNode meridian =
        crs.child("PRIMEM", "PRIMEMERIDIAN")
            .map(m -> WktNode.of("PRIMEM", m.name(), inUnit(m, angularUnit)))
            .orElseGet(() -> WktNode.of("PRIMEM", "Greenwich", "0"));
    return WktNode.of(
        "GEOGCS", crs.name(), new WktNode("DATUM", shape), meridian, unit("UNIT", angularUnit));
  }

  /** WKT 1 as GDAL and Esri write it has the meridian in degrees, whatever the unit is. */
  private static String inUnit(WktNode meridian, WktNode unit) {
    String value = meridian.text(1).orElse("0");
    WktNode own = meridian.child("ANGLEUNIT").orElse(DEGREE_UNIT);
    return Math.abs(factor(own) / factor(unit) - 1) < 1e-11
        ? value
        : Double.toString(Double.parseDouble(value) * factor(own) / factor(unit));
  }

  /** The same system with the seven parameters of its shift to WGS 84 written into its datum. */
  static WktNode withShift(WktNode plain, String parameters) {
    List<Object> arguments = new ArrayList<>();
    for (Object argument : plain.arguments()) {
      arguments.add(
          argument instanceof WktNode n && n.is("GEOGCS", "DATUM")
              ? withShift(n, parameters)
              : argument);
    }
    if (plain.is("DATUM") && plain.child("TOWGS84").isEmpty()) {
      arguments.add(new WktNode("TOWGS84", List.of((Object[]) parameters.split(","))));
    }
    return new WktNode(plain.keyword(), arguments);
  }

  /**
   * Whether the projection is Krovak's: one country's, whose parameters are the same everywhere.
   *
   * @throws IllegalArgumentException if it counts to the south, which files nearly never do
   */
  static boolean isKrovak(WktNode projected) {
    boolean krovak =
        projected
            .child("PROJECTION")
            .or(() -> projected.child("CONVERSION").flatMap(c -> c.child("METHOD")))
            .filter(m -> m.name().toLowerCase(Locale.ROOT).startsWith("krovak"))
            .isPresent();
    if (krovak
        && projected.all("AXIS").stream()
            .anyMatch(a -> a.toString().matches("(?i).*\"south\".*"))) {
      throw new IllegalArgumentException(
          "Krovak counted to the south and west is not supported, use EPSG:5514");
    }
    return krovak;
  }

  static WktNode angularUnit(WktNode geographic) {
    return geographic
        .child("UNIT", "ANGLEUNIT")
        .or(() -> axisUnit(geographic, "ANGLEUNIT"))
        .orElse(DEGREE_UNIT);
  }

  private static WktNode lengthUnit(WktNode projected) {
    return projected
        .child("LENGTHUNIT", "UNIT")
        .or(() -> axisUnit(projected, "LENGTHUNIT"))
        .orElseGet(() -> WktNode.of("UNIT", "metre", "1"));
  }

  private static Optional<WktNode> axisUnit(WktNode crs, String keyword) {
    return crs.all("AXIS").stream().flatMap(a -> a.child(keyword, "UNIT").stream()).findFirst();
  }

  static boolean isDegree(WktNode unit) {
    return Math.abs(factor(unit) / DEGREE - 1) < 1e-11;
  }

  private static double factor(WktNode unit) {
    return unit.number(1).orElseThrow(() -> missing("the factor of " + unit.name()));
  }

  private static WktNode unit(String keyword, WktNode unit) {
    return WktNode.of(keyword, unit.name(), unit.text(1).orElseThrow(() -> missing("a unit")));
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(what + " is missing");
  }
}
