package org.icemelt.io.ducklake.internal.parquet;

/** Places along a Hilbert curve through the world in degrees, 32 bits an axis. */
public final class Hilbert {
  private static final double CELLS = 4_294_967_295.0;

  private Hilbert() {}

  /**
   * Place of the middle of a geometry's box, to be compared as unsigned; the last place for one
   * without coordinates.
   */
  public static long ofGeometry(byte[] wkb) {
    Wkb geometry = new Wkb();
    geometry.add(wkb);
    return geometry.hasBox()
        ? of((geometry.xMin() + geometry.xMax()) / 2, (geometry.yMin() + geometry.yMax()) / 2)
        : -1;
  }

  static long of(double lon, double lat) {
    return index(cell((lon + 180) / 360), cell((lat + 90) / 180));
  }

  private static long cell(double share) {
    return (long) (Math.max(0, Math.min(1, share)) * CELLS);
  }

  private static long index(long cellX, long cellY) {
    long x = cellX;
    long y = cellY;
    long index = 0;
    for (long side = 1L << 31; side > 0; side >>= 1) {
      long right = (x & side) == 0 ? 0 : 1;
      long top = (y & side) == 0 ? 0 : 1;
      index = index << 2 | 3 * right ^ top;
      if (top == 0) { // the curve in this quarter is turned
        if (right == 1) {
          x = ~x;
          y = ~y;
        }
        long swap = x;
        x = y;
        y = swap;
      }
    }
    return index;
  }
}
