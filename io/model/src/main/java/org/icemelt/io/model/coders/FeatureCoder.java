package org.icemelt.io.model.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSource;

/** Source, row, values, geometry. */
final class FeatureCoder extends AtomicCoder<Feature> {
  private static final long serialVersionUID = 1L;

  private final transient SourceCodec sources = new SourceCodec();

  @Override
  public void encode(Feature feature, OutputStream out) throws IOException {
    sources.write(feature.source(), out);
    VarInt.encode(feature.row(), out);
    ValueCodec.writeAll(feature.values(), out);
    GeometryCodec.write(feature.geometry(), out);
  }

  @Override
  public Feature decode(InputStream in) throws IOException {
    FeatureSource source = sources.read(in);
    long row = VarInt.decodeLong(in);
    var values = ValueCodec.readAll(in);
    return new Feature(source, row, GeometryCodec.read(in), values);
  }

  private Object readResolve() {
    return new FeatureCoder();
  }
}
