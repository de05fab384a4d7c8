package org.icemelt.transforms.duplicates;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;

/**
 * What of a site must travel to find its possible duplicates: not its geometry.
 *
 * @param recordId unique over all datasets
 * @param externalId {@code scheme:id} in a scheme that several datasets share
 * @param rank place in the order of primaries, {@link Rank}; the smaller comes first
 */
public record Sketch(
    String recordId,
    String dataset,
    @Nullable String externalId,
    int rank,
    double minLon,
    double minLat,
    double maxLon,
    double maxLat)
    implements Comparable<Sketch> {
  public Sketch {
    requireNonNull(recordId, "recordId");
    requireNonNull(dataset, "dataset");
  }

  public static Sketch of(
      String recordId, String dataset, @Nullable String externalId, int rank, Envelope box) {
    return new Sketch(
        recordId,
        dataset,
        externalId,
        rank,
        box.getMinX(),
        box.getMinY(),
        box.getMaxX(),
        box.getMaxY());
  }

  public static Coder<Sketch> coder() {
    return new SketchCoder();
  }

  /** The order of primaries: by rank, then by the names of dataset and record. */
  @Override
  public int compareTo(Sketch other) {
    int byRank = Integer.compare(rank, other.rank);
    int byDataset = byRank == 0 ? dataset.compareTo(other.dataset) : byRank;
    return byDataset == 0 ? recordId.compareTo(other.recordId) : byDataset;
  }

  /** The scheme of the external id; null without one. */
  @Nullable String scheme() {
    int colon = externalId == null ? -1 : externalId.indexOf(':');
    return colon < 0 ? null : externalId.substring(0, colon);
  }

  boolean touches(Sketch other) {
    return minLon <= other.maxLon
        && other.minLon <= maxLon
        && minLat <= other.maxLat
        && other.minLat <= maxLat;
  }

  /** Whether both have an id in one scheme, and not the same: then they are two installations. */
  boolean contradicts(Sketch other) {
    String scheme = scheme();
    return scheme != null
        && scheme.equals(other.scheme())
        && !requireNonNull(externalId).equals(other.externalId);
  }

  private static final class SketchCoder extends AtomicCoder<Sketch> {
    private static final long serialVersionUID = 1L;
    private static final Coder<@Nullable String> OPTIONAL = NullableCoder.of(StringUtf8Coder.of());
    private static final Coder<String> TEXT = StringUtf8Coder.of();
    private static final Coder<Integer> RANK = BigEndianIntegerCoder.of();
    private static final Coder<Double> DEGREES = DoubleCoder.of();

    @Override
    public void encode(Sketch sketch, OutputStream out) throws IOException {
      TEXT.encode(sketch.recordId, out);
      TEXT.encode(sketch.dataset, out);
      OPTIONAL.encode(sketch.externalId, out);
      RANK.encode(sketch.rank, out);
      ByteBuffer box = ByteBuffer.allocate(4 * Double.BYTES);
      box.putDouble(sketch.minLon).putDouble(sketch.minLat);
      box.putDouble(sketch.maxLon).putDouble(sketch.maxLat);
      out.write(box.array());
    }

    @Override
    public Sketch decode(InputStream in) throws IOException {
      return new Sketch(
          TEXT.decode(in),
          TEXT.decode(in),
          OPTIONAL.decode(in),
          RANK.decode(in),
          DEGREES.decode(in),
          DEGREES.decode(in),
          DEGREES.decode(in),
          DEGREES.decode(in));
    }
  }
}
