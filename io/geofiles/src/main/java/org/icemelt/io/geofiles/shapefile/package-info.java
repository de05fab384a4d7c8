/**
 * ESRI Shapefiles. In: a .shp and what lies beside it (.shx, .dbf, .prj, .cpg, in any case). Out:
 * its layer with typed columns and splits by records, then rows. It repairs no file and reads no
 * spatial index (.sbn, .sbx, .qix).
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.shapefile;
