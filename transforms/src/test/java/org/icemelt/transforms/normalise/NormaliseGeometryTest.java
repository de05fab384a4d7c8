package org.icemelt.transforms.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.ValueType;
import org.icemelt.io.model.WktSite;
import org.icemelt.io.model.coders.ModelCoders;
import org.icemelt.transforms.wkt.EncodeWkt;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** The two transforms as a pipeline has them, one behind the other. */
class NormaliseGeometryTest {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(new Column("name", ValueType.STRING));

  @Test
  void sendsEveryFeatureToOneSideWithItsValues() throws ParseException {
    Pipeline pipeline = Pipeline.create();
    PCollection<Feature> features =
        pipeline.apply(
            Create.of(
                    feature(0, "EPSG:4326", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"),
                    feature(1, "EPSG:4326", "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"),
                    feature(2, "EPSG:4326", "POINT (200 0)"),
                    feature(3, "EPSG:3857", "POINT (0 0)"),
                    feature(4, "EPSG:4326", "LINESTRING (3 3, 3 3)"))
                .withCoder(ModelCoders.feature()));

    PCollectionTuple placed = features.apply("Normalise", new NormaliseGeometry());
    PCollectionTuple encoded =
        placed.get(NormaliseGeometry.NORMALISED).apply("Encode", new EncodeWkt());

    PAssert.that(encoded.get(EncodeWkt.ENCODED)).satisfies(NormaliseGeometryTest::checkSites);
    PAssert.that(encoded.get(EncodeWkt.REJECTED))
        .satisfies(
            rejects -> {
              assertThat(rejects).isEmpty();
              return null;
            });
    PAssert.that(placed.get(NormaliseGeometry.REJECTED))
        .satisfies(NormaliseGeometryTest::checkRejects);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counters(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("geometriesNormalised", 3L, "geometriesRepaired", 1L, "geometriesRejected", 2L));
  }

  @Test
  void encodesBothGeometriesOfARepairedSiteAndOneTextOtherwise() throws ParseException {
    Pipeline pipeline = Pipeline.create();
    Feature feature = feature(9, "EPSG:4326", "POINT (1 2)");
    WKTReader reader = new WKTReader();
    Site repaired =
        new Site(
            feature,
            reader.read("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"),
            reader.read("POLYGON ((0 0, 0 2, 1 1, 0 0))"),
            true,
            5.0,
            0.25,
            1,
            42);
    Site broken =
        new Site(
            feature,
            new GeometryFactory().createPoint(new Coordinate(Double.NaN, 1)),
            reader.read("POINT (1 2)"),
            true,
            null,
            1,
            2,
            42);

    PCollectionTuple encoded =
        pipeline
            .apply(Create.of(repaired, broken).withCoder(ModelCoders.site()))
            .apply("Encode", new EncodeWkt());

    PAssert.thatSingleton(encoded.get(EncodeWkt.ENCODED))
        .satisfies(
            site -> {
              assertThat(site.sourceWkt()).isEqualTo("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))");
              assertThat(site.wkt()).isEqualTo("POLYGON ((0 0, 0 2, 1 1, 0 0))");
              assertThat(site.geometryType()).isEqualTo("Polygon");
              assertThat(site.areaM2()).isEqualTo(5.0);
              assertThat(site.centroidLon()).isEqualTo(0.25);
              assertThat(site.h3Cell()).isEqualTo(42);
              return null;
            });
    PAssert.thatSingleton(encoded.get(EncodeWkt.REJECTED))
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(RejectReason.COORDINATE_NOT_FINITE);
              assertThat(reject.row()).isEqualTo(9);
              assertThat(reject.raw()).isEqualTo("POINT (NaN 1)");
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static Void checkSites(Iterable<WktSite> sites) {
    Map<Long, WktSite> byRow = new TreeMap<>();
    sites.forEach(s -> byRow.put(s.row(), s));
    assertThat(byRow).containsOnlyKeys(0L, 1L, 3L);
    WktSite square = byRow.get(0L);
    assertThat(square.wkt()).isEqualTo("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
    assertThat(square.sourceWkt()).isEqualTo(square.wkt());
    assertThat(square.values()).containsExactly("site 0");
    assertThat(square.recordId()).isEqualTo("fields:f.geojson#0");
    assertThat(square.repaired()).isFalse();
    WktSite bowtie = byRow.get(1L);
    assertThat(bowtie.sourceWkt()).isEqualTo("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))");
    assertThat(bowtie.wkt()).startsWith("MULTIPOLYGON (((");
    assertThat(bowtie.geometryType()).isEqualTo("MultiPolygon");
    assertThat(bowtie.repaired()).isTrue();
    assertThat(byRow.get(3L).wkt()).isEqualTo("POINT (0 0)");
    assertThat(byRow.get(3L).areaM2()).isNull();
    return null;
  }

  private static Void checkRejects(Iterable<Reject> rejects) {
    List<String> found = new ArrayList<>();
    rejects.forEach(
        r -> found.add(r.sourceFile() + "#" + r.row() + " " + r.reason() + " " + r.raw()));
    assertThat(found)
        .containsExactlyInAnyOrder(
            "f.geojson#2 COORDINATE_OUT_OF_RANGE POINT (200 0)",
            "f.geojson#4 GEOMETRY_UNREPAIRABLE LINESTRING (3 3, 3 3)");
    return null;
  }

  private static Map<String, Long> counters(PipelineResult result) {
    Map<String, Long> counters = new TreeMap<>();
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(NormaliseGeometry.class))
            .build();
    for (MetricResult<Long> c : result.metrics().queryMetrics(filter).getCounters()) {
      counters.put(c.getName().getName(), c.getCommitted());
    }
    return counters;
  }

  private static Feature feature(long row, String crs, String wkt) throws ParseException {
    FeatureSource source = new FeatureSource("fields", "f.geojson", crs, SCHEMA);
    return new Feature(source, row, new WKTReader().read(wkt), List.of("site " + row));
  }
}
