package org.icemelt.transforms.crs;

/** Moves single coordinates; implementations are confined to one thread. */
interface PointOperation {
  /**
   * Source coordinate to longitude and latitude in degrees on WGS 84.
   *
   * @param out receives longitude and latitude; NaN where the library has no answer
   */
  void toLonLat(double x, double y, double[] out);

  /** Back again, in the source's units. */
  void fromLonLat(double lon, double lat, double[] out);
}
