/**
 * From any coordinate reference system to EPSG:4326, longitude first. In: the text by which a
 * source states its system (code, WKT, bare .prj, PROJJSON) and geometries in it. Out: the same
 * geometries in degrees on WGS 84, and a sentence where the datum would need a grid. It never reads
 * a file of features, never downloads a grid, and knows nothing of Beam.
 *
 * <p>Two libraries share the work, see ADR 0001: GeoTools reads WKT and the codes that proj4j
 * lacks, proj4j moves the coordinates. WGS 84 needs neither.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.crs;
