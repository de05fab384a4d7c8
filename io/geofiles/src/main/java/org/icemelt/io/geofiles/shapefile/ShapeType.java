package org.icemelt.io.geofiles.shapefile;

/** The kinds of shapes; each comes plain, with Z (and perhaps M), and with M. */
enum ShapeType {
  NULL,
  POINT,
  POLYLINE,
  POLYGON,
  MULTIPOINT,
  MULTIPATCH,
  UNKNOWN;

  static ShapeType of(int code) {
    return switch (code) {
      case 0 -> NULL;
      case 1, 11, 21 -> POINT;
      case 3, 13, 23 -> POLYLINE;
      case 5, 15, 25 -> POLYGON;
      case 8, 18, 28 -> MULTIPOINT;
      case 31 -> MULTIPATCH;
      default -> UNKNOWN;
    };
  }

  /** Codes 11 to 18 have a third ordinate. */
  static boolean hasZ(int code) {
    return code > 10 && code < 20;
  }
}
