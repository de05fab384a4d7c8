package org.icemelt.transforms.crs;

import java.util.Locale;
import java.util.Map;

/**
 * Names of projections and parameters, WKT 2's above all, that GeoTools does not know as aliases.
 */
final class MethodNames {
  private static final Map<String, String> METHODS =
      Map.of(
          "behrmann", "Cylindrical_Equal_Area",
          "lambert cylindrical equal area", "Cylindrical_Equal_Area",
          "lambert conic conformal (2sp)", "Lambert_Conformal_Conic_2SP",
          "lambert conic conformal (1sp)", "Lambert_Conformal_Conic_1SP",
          "mercator (variant a)", "Mercator_1SP",
          "mercator (variant b)", "Mercator_2SP",
          "hotine oblique mercator (variant a)", "Hotine_Oblique_Mercator",
          "hotine oblique mercator (variant b)", "Oblique_Mercator",
          "modified azimuthal equidistant", "Azimuthal_Equidistant");

  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("latitude of natural origin", "latitude_of_origin"),
          Map.entry("longitude of natural origin", "central_meridian"),
          Map.entry("scale factor at natural origin", "scale_factor"),
          Map.entry("false easting", "false_easting"),
          Map.entry("false northing", "false_northing"),
          Map.entry("latitude of false origin", "latitude_of_origin"),
          Map.entry("longitude of false origin", "central_meridian"),
          Map.entry("latitude of 1st standard parallel", "standard_parallel_1"),
          Map.entry("latitude of 2nd standard parallel", "standard_parallel_2"),
          Map.entry("easting at false origin", "false_easting"),
          Map.entry("northing at false origin", "false_northing"),
          Map.entry("latitude of projection centre", "latitude_of_center"),
          Map.entry("longitude of projection centre", "longitude_of_center"),
          Map.entry("azimuth of initial line", "azimuth"),
          Map.entry("azimuth at projection centre", "azimuth"),
          Map.entry("angle from rectified to skew grid", "rectified_grid_angle"),
          Map.entry("scale factor on initial line", "scale_factor"),
          Map.entry("scale factor at projection centre", "scale_factor"),
          Map.entry("easting at projection centre", "false_easting"),
          Map.entry("northing at projection centre", "false_northing"),
          Map.entry("latitude of standard parallel", "standard_parallel_1"),
          Map.entry("longitude of origin", "central_meridian"));

  private MethodNames() {}

  static String method(String name) {
    return METHODS.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  static String parameter(String method, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean centred =
        method.equalsIgnoreCase("Lambert Azimuthal Equal Area")
            || method.equalsIgnoreCase("Azimuthal Equidistant");
    if (centred && plain.endsWith("of natural origin")) {
      return plain.startsWith("lat") ? "latitude_of_center" : "longitude_of_center";
    }
    return PARAMETERS.getOrDefault(plain, name);
  }
}
