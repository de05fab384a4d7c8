package org.icemelt.io.geofiles;

/** File formats, told from a file's bytes rather than its name. */
public enum Format {
  GEOJSON,
  GEOJSON_SEQ,
  SHAPEFILE,
  GEOPACKAGE,
  GEOPARQUET,
  FLATGEOBUF
}
