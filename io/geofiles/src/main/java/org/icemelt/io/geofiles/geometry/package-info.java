/**
 * From coordinates to geometries. In: vertices in file order and where rings and parts end, or WKB
 * bytes. Out: JTS geometries whose coordinates are finite and whose rings are closed, or the reason
 * why a row has none. It mends nothing and knows no file.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.geometry;
