package org.icemelt.io.geofiles;

import java.io.Serializable;

/**
 * A part of a layer that one worker reads.
 *
 * @param start where it begins, in the format's own unit: byte (GeoJSON, FlatGeobuf), record
 *     (Shapefile), rowid (GeoPackage), row group (GeoParquet)
 * @param end where it ends, exclusive, same unit
 * @param firstRow 0-based position in the layer of its first feature
 * @param rows number of features in it
 */
public record Split(long start, long end, long firstRow, long rows) implements Serializable {}
