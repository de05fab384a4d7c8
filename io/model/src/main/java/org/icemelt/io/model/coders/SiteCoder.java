package org.icemelt.io.model.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.Site;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** A feature and what normalising added; geometries that are one object are written once. */
final class SiteCoder extends AtomicCoder<Site> {
  private static final long serialVersionUID = 1L;
  private static final int SOURCE_IS_FEATURES = 1;
  private static final int STORED_IS_SOURCE = 2;
  private static final int REPAIRED = 4;

  private final FeatureCoder features = new FeatureCoder();

  @Override
  public void encode(Site site, OutputStream out) throws IOException {
    boolean sourceIsFeatures = site.sourceGeometry() == site.feature().geometry();
    boolean storedIsSource = site.geometry() == site.sourceGeometry();
    features.encode(site.feature(), out);
    out.write(
        (sourceIsFeatures ? SOURCE_IS_FEATURES : 0)
            | (storedIsSource ? STORED_IS_SOURCE : 0)
            | (site.repaired() ? REPAIRED : 0));
    if (!sourceIsFeatures) {
      GeometryCodec.write(site.sourceGeometry(), out);
    }
    if (!storedIsSource) {
      GeometryCodec.write(site.geometry(), out);
    }
    ValueCodec.write(site.areaM2(), out);
    ValueCodec.writeDouble(site.centroidLon(), out);
    ValueCodec.writeDouble(site.centroidLat(), out);
    ValueCodec.writeLong(site.h3Cell(), out);
  }

  @Override
  public Site decode(InputStream in) throws IOException {
    Feature feature = features.decode(in);
    int flags = ValueCodec.readByte(in);
    Geometry source =
        (flags & SOURCE_IS_FEATURES) != 0 ? feature.geometry() : GeometryCodec.read(in);
    Geometry stored = (flags & STORED_IS_SOURCE) != 0 ? source : GeometryCodec.read(in);
    @Nullable Double area = (Double) ValueCodec.read(in);
    double lon = ValueCodec.readDouble(in);
    double lat = ValueCodec.readDouble(in);
    return new Site(
        feature, source, stored, (flags & REPAIRED) != 0, area, lon, lat, ValueCodec.readLong(in));
  }
}
