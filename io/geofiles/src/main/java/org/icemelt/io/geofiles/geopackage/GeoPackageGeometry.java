package org.icemelt.io.geofiles.geopackage;

import java.nio.ByteBuffer;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.WkbReader;
import org.locationtech.jts.geom.Geometry;

/** A geometry behind GeoPackage's own header: magic, flags, SRS id, envelope, then WKB. */
final class GeoPackageGeometry {
  private static final int FIXED = 8;
  private static final int EXTENDED = 0x20;
  private static final int EMPTY = 0x10;
  private static final int[] ENVELOPES = {0, 32, 48, 48, 64};

  private final WkbReader wkb = new WkbReader();

  Geometry read(byte[] blob) throws BadGeometryException {
    if (blob.length < FIXED || blob[0] != 'G' || blob[1] != 'P') {
      throw BadGeometryException.malformed("The geometry has no GeoPackage header");
    }
    int flags = blob[3];
    int envelope = flags >> 1 & 7;
    if ((flags & EXTENDED) != 0) {
      throw BadGeometryException.malformed("Extended GeoPackage geometries are not supported");
    }
    if (envelope >= ENVELOPES.length || FIXED + ENVELOPES[envelope] > blob.length) {
      throw BadGeometryException.malformed("The geometry's GeoPackage header is broken");
    }
    if ((flags & EMPTY) != 0) {
      throw BadGeometryException.empty("geometry");
    }
    int start = FIXED + ENVELOPES[envelope];
    return wkb.read(ByteBuffer.wrap(blob, start, blob.length - start));
  }
}
