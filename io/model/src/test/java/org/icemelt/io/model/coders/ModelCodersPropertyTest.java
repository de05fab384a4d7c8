package org.icemelt.io.model.coders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.beam.sdk.coders.Coder;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.Shape;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.impl.PackedCoordinateSequence;

class ModelCodersPropertyTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  @Property(tries = 300)
  void featureSurvivesTheRoundTrip(@ForAll("features") Feature feature) throws IOException {
    Feature back = roundTrip(ModelCoders.feature(), feature);

    assertThat(back.source()).isEqualTo(feature.source());
    assertThat(back.row()).isEqualTo(feature.row());
    assertSameValues(back.values(), feature.values());
    assertSameBits(back.geometry(), feature.geometry());
  }

  @Property(tries = 200)
  void siteSurvivesTheRoundTrip(
      @ForAll("features") Feature feature,
      @ForAll("geometries") Geometry other,
      @ForAll boolean repaired,
      @ForAll double number,
      @ForAll long cell)
      throws IOException {
    Geometry stored = repaired ? other : feature.geometry();
    @Nullable Double area = repaired ? number : null;
    Site site =
        new Site(feature, feature.geometry(), stored, repaired, area, number, -number, cell);

    Site back = roundTrip(ModelCoders.site(), site);

    assertSameBits(back.feature().geometry(), feature.geometry());
    assertThat((Object) back.sourceGeometry()).isSameAs(back.feature().geometry());
    assertSameBits(back.geometry(), stored);
    assertThat(back.geometry() == back.sourceGeometry()).isEqualTo(stored == feature.geometry());
    assertThat(back.repaired()).isEqualTo(repaired);
    assertThat(back.areaM2()).isEqualTo(area);
    assertThat(back.centroidLon()).isEqualTo(number);
    assertThat(back.centroidLat()).isEqualTo(-number);
    assertThat(back.h3Cell()).isEqualTo(cell);
  }

  @Property(tries = 200)
  void reprojectedSiteKeepsThreeGeometriesApart(
      @ForAll("features") Feature feature,
      @ForAll("geometries") Geometry source,
      @ForAll("geometries") Geometry stored)
      throws IOException {
    Site back =
        roundTrip(
            ModelCoders.site(),
            new Site(feature, source, stored, true, 1.5, 2.5, 3.5, Long.MIN_VALUE));

    assertSameBits(back.feature().geometry(), feature.geometry());
    assertSameBits(back.sourceGeometry(), source);
    assertSameBits(back.geometry(), stored);
  }

  @Property(tries = 200)
  void recordSurvivesTheRoundTrip(
      @ForAll("features") Feature feature,
      @ForAll("texts") String text,
      @ForAll boolean full,
      @ForAll double number)
      throws IOException {
    String wkt = full ? "POINT (1 2)" : text;
    WktSite site =
        new WktSite(
            feature.source(),
            feature.row(),
            feature.values(),
            text,
            wkt,
            "Point",
            new Shape(full, number, 2, -number, 4),
            full,
            full ? number : null,
            number,
            1,
            Long.MAX_VALUE);
    PvRecord record =
        new PvRecord(
            site,
            text,
            full ? text : null,
            full ? null : text,
            full ? number : null,
            full ? null : number,
            full ? "ac" : null,
            full ? LocalDate.of(2016, 6, 1) : null,
            full ? "month" : null,
            "pv",
            "unknown",
            "label");

    PvRecord back = roundTrip(ModelCoders.pvRecord(), record);

    assertThat(withoutSite(back)).isEqualTo(withoutSite(record));
    for (WktSite decoded : List.of(back.site(), roundTrip(ModelCoders.wktSite(), site))) {
      assertSameValues(decoded.values(), site.values());
      assertThat(withoutValues(decoded)).isEqualTo(withoutValues(site));
    }
  }

  @Property(tries = 50)
  void equalFeaturesGiveEqualBytes(@ForAll("features") Feature feature) throws IOException {
    Coder<Feature> coder = ModelCoders.feature();
    Feature back = roundTrip(coder, feature);

    assertThat(encode(ModelCoders.feature(), back)).isEqualTo(encode(coder, feature));
  }

  private static void assertSameValues(List<?> actual, List<?> expected) {
    assertThat(Objects.deepEquals(actual.toArray(), expected.toArray()))
        .as("%s for %s", actual, expected)
        .isTrue();
  }

  private static List<@Nullable Object> withoutSite(PvRecord r) {
    return Arrays.asList(
        r.unifiedId(),
        r.externalId(),
        r.name(),
        r.sourceAreaM2(),
        r.capacityMw(),
        r.capacityBasis(),
        r.installDate(),
        r.installDatePrecision(),
        r.technology(),
        r.status(),
        r.recordRole());
  }

  private static List<@Nullable Object> withoutValues(WktSite s) {
    return Arrays.asList(
        s.source(),
        s.row(),
        s.sourceWkt(),
        s.wkt(),
        s.geometryType(),
        s.repaired(),
        s.areaM2(),
        s.centroidLon(),
        s.centroidLat(),
        s.h3Cell());
  }

  private static void assertSameBits(Geometry actual, Geometry expected) {
    assertThat(actual.getGeometryType()).isEqualTo(expected.getGeometryType());
    assertThat(actual.getNumGeometries()).isEqualTo(expected.getNumGeometries());
    assertThat(bits(actual)).isEqualTo(bits(expected));
    assertThat(actual.equalsExact(expected)).isTrue();
  }

  private static List<Long> bits(Geometry geometry) {
    List<Long> bits = new ArrayList<>();
    for (Coordinate coordinate : geometry.getCoordinates()) {
      bits.add(Double.doubleToRawLongBits(coordinate.getX()));
      bits.add(Double.doubleToRawLongBits(coordinate.getY()));
      bits.add(Double.doubleToRawLongBits(coordinate.getZ()));
    }
    return bits;
  }

  private static <T> T roundTrip(Coder<T> coder, T value) throws IOException {
    var in = new ByteArrayInputStream(encode(coder, value));
    T back = coder.decode(in);
    assertThat(in.available()).isZero();
    return back;
  }

  private static <T> byte[] encode(Coder<T> coder, T value) throws IOException {
    var out = new ByteArrayOutputStream();
    coder.encode(value, out);
    return out.toByteArray();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(40).filter(s -> s.chars().noneMatch(this::surrogate));
  }

  private boolean surrogate(int unit) {
    return Character.isSurrogate((char) unit);
  }

  @Provide
  Arbitrary<Feature> features() {
    Arbitrary<List<@Nullable Object>> values = value().list().ofMaxSize(12);
    return Combinators.combine(
            values, geometries(), Arbitraries.longs().greaterOrEqual(0), texts(), texts())
        .as(
            (list, geometry, row, dataset, crs) ->
                new Feature(
                    new FeatureSource(dataset, "a.zip/ä.gpkg#l", crs, schema(list)),
                    row,
                    geometry,
                    list));
  }

  private static FeatureSchema schema(List<@Nullable Object> values) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      columns.add(new Column("c." + i, ValueType.values()[i % ValueType.values().length]));
    }
    return new FeatureSchema(columns);
  }

  private Arbitrary<@Nullable Object> value() {
    Arbitrary<Object> any =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.floats().map(Object.class::cast),
                doubles().map(Object.class::cast),
                texts().map(Object.class::cast),
                Arbitraries.longs().between(-800_000, 800_000).map(LocalDate::ofEpochDay),
                seconds().map(s -> LocalDateTime.ofEpochSecond(s, 999_999_000, ZoneOffset.UTC)),
                seconds().map(s -> Instant.ofEpochSecond(s, 1_000)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(9)));
    return any.injectNull(0.2);
  }

  private static Arbitrary<Long> seconds() {
    return Arbitraries.longs().between(-60_000_000_000L, 60_000_000_000L);
  }

  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(Double.NaN, -0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY));
  }

  private static Arbitrary<Double> ordinates() {
    return Arbitraries.oneOf(Arbitraries.doubles(), Arbitraries.of(-0.0, Double.MIN_VALUE, 0.1));
  }

  @Provide
  Arbitrary<Geometry> geometries() {
    Arbitrary<Geometry> points = sequence(1, 1).map(FACTORY::createPoint);
    Arbitrary<Geometry> lines = sequence(2, 9).map(FACTORY::createLineString);
    Arbitrary<Polygon> polygons =
        Combinators.combine(ring(), ring().array(LinearRing[].class).ofMaxSize(2))
            .as(FACTORY::createPolygon);
    Arbitrary<Geometry> simple =
        Arbitraries.oneOf(
            List.of(
                points,
                lines,
                polygons.map(Geometry.class::cast),
                sequence(0, 5).map(FACTORY::createMultiPoint),
                polygons
                    .array(Polygon[].class)
                    .ofMaxSize(3)
                    .map(parts -> (Geometry) FACTORY.createMultiPolygon(parts)),
                Arbitraries.of(FACTORY.createPoint(), FACTORY.createPolygon())));
    Arbitrary<Geometry> nested =
        simple.array(Geometry[].class).ofMaxSize(3).map(FACTORY::createGeometryCollection);
    return Arbitraries.frequencyOf(Tuple.of(6, simple), Tuple.of(1, nested));
  }

  private static Arbitrary<LinearRing> ring() {
    return sequence(4, 8)
        .map(
            open -> {
              double[] ordinates = ((PackedCoordinateSequence.Double) open).getRawCoordinates();
              int dimension = open.getDimension();
              System.arraycopy(ordinates, 0, ordinates, ordinates.length - dimension, dimension);
              return FACTORY.createLinearRing(
                  new PackedCoordinateSequence.Double(ordinates, dimension, 0));
            });
  }

  private static Arbitrary<CoordinateSequence> sequence(int min, int max) {
    return Combinators.combine(Arbitraries.integers().between(min, max), Arbitraries.of(2, 3))
        .flatAs(
            (size, dimension) ->
                ordinates()
                    .array(Double[].class)
                    .ofSize(size * dimension)
                    .map(
                        ordinates ->
                            new PackedCoordinateSequence.Double(
                                Stream.of(ordinates).mapToDouble(Double::doubleValue).toArray(),
                                dimension,
                                0)));
  }
}
