package org.icemelt.transforms.crs;

import org.jspecify.annotations.Nullable;

/**
 * A text that names no coordinate reference system that this program can transform: a property of
 * the dataset, not of one feature.
 */
public final class UnknownCrsException extends RuntimeException {
  private static final int SHOWN = 120;

  UnknownCrsException(String text, String why, @Nullable Throwable cause) {
    super(
        "Cannot use the CRS \""
            + cut(text)
            + "\": "
            + why
            + " Accepted are EPSG codes (EPSG:3035, urn:ogc:def:crs:EPSG::3035), OGC:CRS84, the"
            + " words WGS84 and NAD83, WKT 1 (OGC or ESRI, also a bare .prj), WKT 2 and PROJJSON."
            + " Set `crs` for this dataset in the manifest (with `crs_override: true` if the file"
            + " states a wrong one).",
        cause);
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
