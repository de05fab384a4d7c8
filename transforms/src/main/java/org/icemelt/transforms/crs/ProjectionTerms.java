package org.icemelt.transforms.crs;

import java.util.Optional;

/** GeoTools' projections and their parameters in PROJ.4's words. */
final class ProjectionTerms {
  /** A parameter by its OGC name: degrees, metres, or a plain number. */
  interface Parameters {
    Optional<Double> get(String name);

    default double or(String name, double otherwise) {
      return get(name).orElse(otherwise);
    }
  }

  private ProjectionTerms() {}

  /**
   * @param method GeoTools' name of the projection, lower case with blanks
   * @return empty for projections that proj4j does not have or gets wrong (Krovak, polyconic,
   *     Mercator with a standard parallel, …)
   */
  static Optional<String> of(String method, Parameters p) {
    String scale = " +k_0=" + p.or("scale_factor", 1);
    String origin =
        " +lat_0=" + p.or("latitude_of_origin", 0) + " +lon_0=" + p.or("central_meridian", 0);
    String centre =
        " +lat_0=" + p.or("latitude_of_center", 0) + " +lon_0=" + p.or("longitude_of_center", 0);
    double parallel1 = p.or("standard_parallel_1", p.or("latitude_of_origin", 0));
    double parallel2 = p.or("standard_parallel_2", 0);
    boolean single = parallel2 == 0 && method.equals("lambert conformal conic");
    String parallels = " +lat_1=" + parallel1 + " +lat_2=" + (single ? parallel1 : parallel2);
    String lon = " +lon_0=" + p.or("central_meridian", 0);
    String trueScale = " +lat_ts=" + p.or("standard_parallel_1", 0);
    if (method.equals("popular visualisation pseudo mercator")) {
      return Optional.of("+proj=merc +a=6378137 +b=6378137 +nadgrids=@null" + lon + offsets(p));
    }
    if (method.equals("mercator 2sp") && p.or("standard_parallel_1", 0) == 0) {
      return Optional.of("+proj=merc" + lon + offsets(p));
    }
    String terms =
        switch (method) {
          case "transverse mercator" -> "tmerc" + origin + scale;
          case "transverse mercator (south orientated)" -> "tmerc +axis=wsu" + origin + scale;
          case "mercator 1sp" -> "merc" + lon + scale;
          case "lambert conformal conic 1sp" ->
              "lcc +lat_1=" + p.or("latitude_of_origin", 0) + origin + scale;
          case "lambert conformal conic 2sp" -> "lcc" + parallels + origin;
          case "lambert conformal conic" -> "lcc" + parallels + origin + scale;
          case "albers conic equal area" -> "aea" + parallels + origin;
          case "lambert azimuthal equal area" -> "laea" + centre;
          case "azimuthal equidistant" -> "aeqd" + centre;
          case "oblique stereographic" -> "sterea" + origin + scale;
          case "polar stereographic" ->
              Math.abs(p.or("latitude_of_origin", 90)) == 90
                  ? "stere" + origin + scale
                  : polarStereographic(p);
          case "polar stereographic (variant b)" -> polarStereographic(p);
          case "cylindrical equal area" -> "cea" + lon + trueScale;
          case "behrmann" -> "cea" + lon + " +lat_ts=30";
          case "cassini soldner" -> "cass" + origin;
          case "sinusoidal" -> "sinu" + lon;
          case "mollweide" -> "moll" + lon;
          default -> null;
        };
    return Optional.ofNullable(terms).map(t -> "+proj=" + t + offsets(p));
  }

  private static String offsets(Parameters p) {
    return " +x_0=" + p.or("false_easting", 0) + " +y_0=" + p.or("false_northing", 0);
  }

  private static String polarStereographic(Parameters p) {
    double parallel = p.or("standard_parallel_1", p.or("latitude_of_origin", 90));
    return "stere +lat_0="
        + Math.copySign(90, parallel)
        + " +lat_ts="
        + parallel
        + " +lon_0="
        + p.or("central_meridian", 0);
  }
}
