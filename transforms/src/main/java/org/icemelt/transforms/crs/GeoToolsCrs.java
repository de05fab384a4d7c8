package org.icemelt.transforms.crs;

import java.util.Locale;
import java.util.Optional;
import javax.measure.Unit;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterNotFoundException;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.api.parameter.ParameterValueGroup;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.crs.ProjectedCRS;
import org.geotools.api.referencing.crs.SingleCRS;
import org.geotools.api.referencing.datum.Ellipsoid;
import org.geotools.api.referencing.datum.GeodeticDatum;
import org.geotools.api.referencing.datum.PrimeMeridian;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.referencing.CRS;
import org.geotools.referencing.ReferencingFactoryFinder;
import org.geotools.referencing.crs.DefaultGeographicCRS;
import org.geotools.referencing.datum.BursaWolfParameters;
import org.geotools.referencing.datum.DefaultGeodeticDatum;
import org.locationtech.proj4j.CRSFactory;
import si.uom.NonSI;
import si.uom.SI;
import tech.units.indriya.AbstractUnit;

/**
 * The one place that knows GeoTools: it reads WKT 1 and the codes that proj4j lacks. Reading WKT
 * does not start its EPSG database; {@link #ofCode} does, which takes seconds and unpacks files
 * into the temporary folder.
 */
final class GeoToolsCrs {
  static {
    GeoToolsCleaner.end();
  }

  private final CoordinateReferenceSystem crs;

  private GeoToolsCrs(CoordinateReferenceSystem crs) {
    this.crs = crs;
  }

  /**
   * @throws IllegalArgumentException saying what GeoTools does not understand
   */
  static GeoToolsCrs ofWkt(String wkt) {
    try {
      return new GeoToolsCrs(ReferencingFactoryFinder.getCRSFactory(null).createFromWKT(wkt));
    } catch (FactoryException | RuntimeException e) {
      throw new IllegalArgumentException("GeoTools says: " + e.getMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException if GeoTools does not know the code either
   */
  static GeoToolsCrs ofCode(String code) {
    try {
      return new GeoToolsCrs(CRS.getHorizontalCRS(CRS.decode("EPSG:" + code, true)));
    } catch (FactoryException | RuntimeException e) {
      throw new IllegalArgumentException("no table has this EPSG code.", e);
    }
  }

  String name() {
    return crs.getName().getCode();
  }

  boolean isGeographic() {
    return crs instanceof GeographicCRS;
  }

  String datumName() {
    return datum().getName().getCode();
  }

  String geographicName() {
    return crs instanceof ProjectedCRS p ? p.getBaseCRS().getName().getCode() : name();
  }

  /** The seven parameters that the WKT states itself, in PROJ.4's order. */
  Optional<String> statedShift() {
    if (!(datum() instanceof DefaultGeodeticDatum d) || d.getBursaWolfParameters().length == 0) {
      return Optional.empty();
    }
    BursaWolfParameters p = d.getBursaWolfParameters()[0];
    return Optional.of(
        p.dx + "," + p.dy + "," + p.dz + "," + p.ex + "," + p.ey + "," + p.ez + "," + p.ppm);
  }

  /** Ellipsoid and prime meridian as PROJ.4 terms. */
  String shape() {
    Ellipsoid ellipsoid = datum().getEllipsoid();
    Unit<javax.measure.quantity.Length> unit = ellipsoid.getAxisUnit();
    double toMetre = unit.getConverterTo(SI.METRE).convert(1.0);
    // proj4j misreads +rf
    return "+a="
        + ellipsoid.getSemiMajorAxis() * toMetre
        + " +b="
        + ellipsoid.getSemiMinorAxis() * toMetre
        + meridian();
  }

  /** The prime meridian as a PROJ.4 term with a blank before it; empty for Greenwich. */
  String meridian() {
    PrimeMeridian prime = datum().getPrimeMeridian();
    double meridian = prime.getGreenwichLongitude() * degrees(prime.getAngularUnit());
    return meridian == 0 ? "" : " +pm=" + meridian;
  }

  /** Whether the ellipsoid of these PROJ.4 terms is this one, to the metre. */
  boolean hasEllipsoidOf(String datumTerms) {
    org.locationtech.proj4j.datum.Ellipsoid other =
        new CRSFactory()
            .createFromParameters("datum", "+proj=longlat " + datumTerms)
            .getDatum()
            .getEllipsoid();
    Ellipsoid own = datum().getEllipsoid();
    double toMetre = own.getAxisUnit().getConverterTo(SI.METRE).convert(1.0);
    return Math.abs(other.getA() - own.getSemiMajorAxis() * toMetre) < 1
        && Math.abs(other.getB() - own.getSemiMinorAxis() * toMetre) < 1;
  }

  /** The projection as PROJ.4 terms; empty where proj4j is not to be trusted with it. */
  Optional<String> projection() {
    if (crs instanceof GeographicCRS geographic) {
      Unit<?> unit = geographic.getCoordinateSystem().getAxis(0).getUnit();
      return unit.equals(NonSI.DEGREE_ANGLE) || degrees(unit) == 1
          ? Optional.of("+proj=longlat")
          : Optional.empty();
    }
    if (!(crs instanceof ProjectedCRS projected)) {
      return Optional.empty();
    }
    String method =
        projected.getConversionFromBase().getMethod().getName().getCode().replace('_', ' ');
    Optional<String> terms =
        ProjectionTerms.of(method.toLowerCase(Locale.ROOT), parameters(projected));
    Unit<?> unit = projected.getCoordinateSystem().getAxis(0).getUnit();
    double toMetre =
        unit.asType(javax.measure.quantity.Length.class).getConverterTo(SI.METRE).convert(1.0);
    return terms.map(t -> toMetre == 1 ? t + " +units=m" : t + " +to_meter=" + toMetre);
  }

  /** GeoTools' own way to WGS 84, for what {@link #projection} leaves empty. */
  PointOperation operation() {
    try {
      MathTransform forward = CRS.findMathTransform(crs, DefaultGeographicCRS.WGS84, true);
      return new GeoToolsOperation(forward, forward.inverse());
    } catch (FactoryException
        | org.geotools.api.referencing.operation.NoninvertibleTransformException e) {
      throw new IllegalArgumentException("no library here transforms it: " + e.getMessage(), e);
    }
  }

  private GeodeticDatum datum() {
    if (crs instanceof SingleCRS single && single.getDatum() instanceof GeodeticDatum datum) {
      return datum;
    }
    throw new IllegalArgumentException("it has no geodetic datum.");
  }

  private static double degrees(Unit<?> unit) {
    return unit.asType(javax.measure.quantity.Angle.class)
        .getConverterTo(NonSI.DEGREE_ANGLE)
        .convert(1.0);
  }

  private static ProjectionTerms.Parameters parameters(ProjectedCRS projected) {
    ParameterValueGroup values = projected.getConversionFromBase().getParameterValues();
    return name -> {
      try {
        GeneralParameterValue value = values.parameter(name);
        if (!(value instanceof ParameterValue<?> single) || single.getValue() == null) {
          return Optional.empty();
        }
        Unit<?> unit = single.getUnit();
        // an angle is dimensionless to the units library, so ONE must be sorted out first
        if (unit == null || unit.equals(AbstractUnit.ONE)) {
          return Optional.of(single.doubleValue());
        }
        return Optional.of(
            unit.isCompatible(SI.METRE)
                ? single.doubleValue(SI.METRE)
                : unit.isCompatible(NonSI.DEGREE_ANGLE)
                    ? single.doubleValue(NonSI.DEGREE_ANGLE)
                    : single.doubleValue());
      } catch (ParameterNotFoundException absent) {
        return Optional.empty();
      }
    };
  }
}
