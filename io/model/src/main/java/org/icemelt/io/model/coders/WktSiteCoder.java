package org.icemelt.io.model.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Shape;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/** A site as text; texts that are one object are written once. */
final class WktSiteCoder extends AtomicCoder<WktSite> {
  private static final long serialVersionUID = 1L;
  private static final int STORED_IS_SOURCE = 1;
  private static final int REPAIRED = 2;
  private static final int VALID = 4;

  private final transient SourceCodec sources = new SourceCodec();

  @Override
  @SuppressWarnings("ReferenceEquality")
  public void encode(WktSite site, OutputStream out) throws IOException {
    boolean storedIsSource = site.wkt() == site.sourceWkt();
    sources.write(site.source(), out);
    VarInt.encode(site.row(), out);
    ValueCodec.writeAll(site.values(), out);
    Shape shape = site.shape();
    out.write(
        (storedIsSource ? STORED_IS_SOURCE : 0)
            | (site.repaired() ? REPAIRED : 0)
            | (shape.valid() ? VALID : 0));
    ValueCodec.writeString(site.sourceWkt(), out);
    if (!storedIsSource) {
      ValueCodec.writeString(site.wkt(), out);
    }
    ValueCodec.writeString(site.geometryType(), out);
    ValueCodec.writeDouble(shape.west(), out);
    ValueCodec.writeDouble(shape.south(), out);
    ValueCodec.writeDouble(shape.east(), out);
    ValueCodec.writeDouble(shape.north(), out);
    ValueCodec.write(site.areaM2(), out);
    ValueCodec.writeDouble(site.centroidLon(), out);
    ValueCodec.writeDouble(site.centroidLat(), out);
    ValueCodec.writeLong(site.h3Cell(), out);
  }

  @Override
  public WktSite decode(InputStream in) throws IOException {
    FeatureSource source = sources.read(in);
    long row = VarInt.decodeLong(in);
    var values = ValueCodec.readAll(in);
    int flags = ValueCodec.readByte(in);
    String sourceWkt = ValueCodec.readString(in);
    String wkt = (flags & STORED_IS_SOURCE) != 0 ? sourceWkt : ValueCodec.readString(in);
    String geometryType = ValueCodec.readString(in);
    Shape shape =
        new Shape(
            (flags & VALID) != 0,
            ValueCodec.readDouble(in),
            ValueCodec.readDouble(in),
            ValueCodec.readDouble(in),
            ValueCodec.readDouble(in));
    @Nullable Double area = (Double) ValueCodec.read(in);
    double lon = ValueCodec.readDouble(in);
    double lat = ValueCodec.readDouble(in);
    long cell = ValueCodec.readLong(in);
    boolean repaired = (flags & REPAIRED) != 0;
    return new WktSite(
        source, row, values, sourceWkt, wkt, geometryType, shape, repaired, area, lon, lat, cell);
  }

  private Object readResolve() {
    return new WktSiteCoder();
  }
}
