package org.icemelt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFiles;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.transforms.normalise.FeatureNormaliser;
import org.icemelt.transforms.wkt.WktWriter;
import org.locationtech.jts.geom.Polygon;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** What happens to the geometry of each feature; time a feature. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GeometryLoops {
  static final int FEATURES = 1_000;

  @Param({"6", "60"})
  private int vertices;

  private final WktWriter writer = new WktWriter();
  private final FeatureNormaliser normaliser = new FeatureNormaliser();
  private Polygon[] polygons = {};
  private Feature[] features = {};
  private Path file = Path.of("");
  private Layer layer;

  @Setup
  public void make() throws IOException, GeoFileException {
    polygons = Outlines.polygons(FEATURES, vertices);
    FeatureSource source = new FeatureSource("bench", "b.geojson", "EPSG:4326", FeatureSchema.of());
    features = new Feature[FEATURES];
    StringBuilder json = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (int i = 0; i < FEATURES; i++) {
      features[i] = new Feature(source, i, polygons[i], List.of());
      json.append(i == 0 ? "" : ",\n").append(geoJson(i, polygons[i]));
    }
    file = Files.writeString(Files.createTempFile("bench", ".geojson"), json.append("\n]}\n"));
    GeoFile geoFile = new GeoFile("bench", "b.geojson", file.toString(), null, null, null, false);
    layer = GeoFiles.inspect(geoFile, Long.MAX_VALUE).get(0);
  }

  private static String geoJson(int id, Polygon polygon) {
    StringBuilder ring = new StringBuilder();
    for (var at : polygon.getCoordinates()) {
      ring.append(ring.isEmpty() ? "[" : ",[").append(at.x).append(',').append(at.y).append(']');
    }
    return "{\"type\":\"Feature\",\"properties\":{\"id\":%d,\"area\":12.5},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[%s]]}}"
        .formatted(id, ring);
  }

  @TearDown
  public void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  @Benchmark
  @OperationsPerInvocation(FEATURES)
  public void readGeoJson(Blackhole into) throws GeoFileException, IOException {
    for (Split split : layer.splits()) {
      try (FeatureCursor cursor = GeoFiles.open(layer, split, layer.schema())) {
        for (Object next = cursor.next(); next != null; next = cursor.next()) {
          into.consume(next);
        }
      }
    }
  }

  /** Validity, area, centroid and cell. */
  @Benchmark
  @OperationsPerInvocation(FEATURES)
  public void normalise(Blackhole into) {
    for (Feature feature : features) {
      into.consume(normaliser.normalise(feature));
    }
  }

  @Benchmark
  @OperationsPerInvocation(FEATURES)
  public void writeWkt(Blackhole into) {
    for (Polygon polygon : polygons) {
      into.consume(writer.write(polygon));
    }
  }
}
