package org.icemelt.transforms.crs;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Understands how sources state their coordinate reference system: {@code EPSG:n}, {@code
 * urn:ogc:def:crs:EPSG::n}, {@code OGC:CRS84}, the words WGS84, NAD83 and NAD27, OGC and ESRI WKT 1
 * (a bare .prj without authority too), WKT 2, PROJJSON. Of a compound system the horizontal part
 * counts. Whatever axis order the text states, x is longitude or easting, as files have it.
 */
public final class CrsResolver {
  /**
   * Codes whose definition or projection proj4j gets wrong by more than 10 m, found by comparing
   * all of its codes with PROJ 9.5; GeoTools gets them right. Angles in grads, polyconic, oblique
   * Mercator of Borneo, Mercator with a standard parallel, chained units.
   */
  private static final Set<String> BY_GEOTOOLS =
      Set.of(
          "3140", "3167", "3388", "3994", "4807", "4810", "4811", "4816", "4821", "4901", "4902",
          "5472", "5530", "5641", "5880", "6996", "6997", "26591", "26592", "29100", "29101",
          "29871", "29872", "29873");

  /**
   * Codes that neither library places within 100 m of PROJ: Krovak counted to the south and west
   * (use EPSG:5514), grids on spheres, 19th century maps of Austria.
   */
  private static final Set<String> BY_NEITHER =
      Set.of("2065", "3973", "3974", "3975", "4055", "4819", "5513", "8044", "8045");

  /**
   * Datum words that proj4j takes otherwise than EPSG: by grids it lacks, or with other decimals.
   */
  private static final Map<String, String> DATUM_WORDS =
      Map.of(
          // EPSG:1173, the conterminous USA
          "+datum=NAD27", "+ellps=clrk66 +towgs84=-8,160,176,0,0,0,0",
          // EPSG:1314
          "+datum=OSGB36", "+ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489");

  private CrsResolver() {}

  /**
   * The transform from the system that a text states to EPSG:4326.
   *
   * @throws UnknownCrsException if the text states none that can be transformed
   */
  public static CrsTransform resolve(String text) {
    String crs = text.strip();
    if (crs.isEmpty()) {
      throw new UnknownCrsException(text, "the source states none.", null);
    }
    try {
      Optional<String> code = CrsName.epsgCode(crs);
      if (code.isPresent()) {
        return ofCode(code.get());
      }
      if (crs.startsWith("{")) {
        return ofWkt(ProjJson.toWkt(crs));
      }
      if (crs.indexOf('[') > 0 || crs.indexOf('(') > 0) {
        return ofWkt(WktNode.parse(crs));
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UnknownCrsException(text, sentence(e), e);
    }
    throw new UnknownCrsException(text, "it is neither a code nor WKT nor PROJJSON.", null);
  }

  private static CrsTransform ofCode(String code) {
    String name = "EPSG:" + code;
    if (code.equals(CrsName.WGS84)) {
      return new IdentityTransform(name);
    }
    if (BY_NEITHER.contains(code)) {
      throw new IllegalArgumentException("no library here transforms " + name + " correctly.");
    }
    boolean keepGeoTools = BY_GEOTOOLS.contains(code);
    Optional<String> definition = EpsgTables.definition(code);
    if (keepGeoTools || definition.isEmpty()) {
      return ofGeoTools(GeoToolsCrs.ofCode(code), name, EpsgTables.datumOf(code), keepGeoTools);
    }
    return proj4j(name, definition.get(), EpsgTables.datumOf(code), "of " + name);
  }

  private static CrsTransform ofWkt(WktNode stated) {
    WktNode crs = PlainWkt.horizontal(stated);
    if (PlainWkt.isWgs84(crs)) {
      return new IdentityTransform(crs.name());
    }
    Optional<String> code = crs.epsgCode().filter(c -> EpsgTables.definition(c).isPresent());
    if (code.isPresent()) {
      return ofCode(code.get());
    }
    Optional<String> extension =
        crs.child("EXTENSION").filter(e -> e.name().equals("PROJ4")).flatMap(e -> e.text(1));
    if (extension.isPresent()) {
      String definition = extension.get().replace("+wktext", "");
      return proj4j(crs.name(), definition, Optional.empty(), crs.name());
    }
    if (PlainWkt.isProjected(crs) && PlainWkt.isKrovak(crs)) {
      return ofCode("5514");
    }
    Optional<String> datum =
        PlainWkt.geographic(crs).flatMap(WktNode::epsgCode).flatMap(EpsgTables::datumOf);
    WktNode plain = PlainWkt.of(crs);
    GeoToolsCrs parsed = GeoToolsCrs.ofWkt(plain.toString());
    if (parsed.projection().isPresent()) {
      return ofGeoTools(parsed, crs.name(), datum, false);
    }
    // GeoTools shifts the datum only if the WKT itself says how
    GeoToolsCrs shifted =
        geographic(parsed, datum)
            .flatMap(g -> tabledDatum(g, parsed))
            .flatMap(Proj4jOperation::shift)
            .map(s -> GeoToolsCrs.ofWkt(PlainWkt.withShift(plain, s).toString()))
            .orElse(parsed);
    return ofGeoTools(shifted, crs.name(), datum, true);
  }

  private static Optional<String> geographic(GeoToolsCrs crs, Optional<String> statedDatum) {
    return statedDatum
        .flatMap(EpsgTables::geographicOfDatum)
        .or(() -> EpsgTables.geographicByName(crs.datumName(), crs.geographicName()));
  }

  private static CrsTransform ofGeoTools(
      GeoToolsCrs crs, String name, Optional<String> statedDatum, boolean keepGeoTools) {
    Optional<String> geographic = geographic(crs, statedDatum);
    Optional<String> datum = geographic.flatMap(EpsgTables::datumOf);
    String datumTerms =
        crs.statedShift()
            .map(shift -> crs.shape() + " +towgs84=" + shift)
            .or(() -> geographic.flatMap(g -> tabledDatum(g, crs)))
            .orElseGet(crs::shape);
    Optional<String> projection = keepGeoTools ? Optional.empty() : crs.projection();
    if (projection.isPresent()) {
      boolean whole = projection.get().contains("+nadgrids=@null");
      String definition = whole ? projection.get() : projection.get() + " " + datumTerms;
      return proj4j(name, definition, datum, crs.datumName());
    }
    return new Reprojection(
        name,
        crs.isGeographic(),
        DatumNotes.warning(datum, crs.datumName(), datumTerms).orElse(null),
        crs.operation());
  }

  private static CrsTransform proj4j(
      String name, String definition, Optional<String> datum, String datumName) {
    String exact = definition;
    for (Map.Entry<String, String> word : DATUM_WORDS.entrySet()) {
      exact = exact.replace(word.getKey(), word.getValue());
    }
    @Nullable String warning = DatumNotes.warning(datum, datumName, exact).orElse(null);
    boolean geographic = exact.contains("+proj=longlat");
    return new Reprojection(name, geographic, warning, new Proj4jOperation(exact));
  }

  /** Ellipsoid and shift as the tables have them, if the ellipsoid is the one that was stated. */
  private static Optional<String> tabledDatum(String geographicCode, GeoToolsCrs crs) {
    return EpsgTables.definition(geographicCode)
        .filter(definition -> !definition.contains("+pm="))
        .map(definition -> definition.replaceAll("\\+(proj=longlat|no_defs)", "").strip())
        .filter(terms -> crs.hasEllipsoidOf(terms))
        .map(terms -> terms + crs.meridian());
  }

  private static String sentence(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }
}
