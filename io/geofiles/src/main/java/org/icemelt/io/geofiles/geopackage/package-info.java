/**
 * OGC GeoPackages. In: an SQLite file, opened read-only and immutable. Out: its feature layers with
 * columns typed as declared and splits by row id, then rows. It reads no tiles, no attribute-only
 * tables and no index, and leaves the integer primary key out of the columns: a driver's row key is
 * nobody's id.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.geopackage;
