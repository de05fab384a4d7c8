package org.icemelt.transforms.crs;

import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;

/** GeoTools' own transformation, longitude first. */
record GeoToolsOperation(MathTransform forward, MathTransform backward) implements PointOperation {
  @Override
  public void toLonLat(double x, double y, double[] out) {
    move(forward, x, y, out);
  }

  @Override
  public void fromLonLat(double lon, double lat, double[] out) {
    move(backward, lon, lat, out);
  }

  private static void move(MathTransform transform, double x, double y, double[] out) {
    out[0] = x;
    out[1] = y;
    try {
      transform.transform(out, 0, out, 0, 1);
    } catch (TransformException outsideTheProjection) {
      out[0] = Double.NaN;
      out[1] = Double.NaN;
    }
  }
}
