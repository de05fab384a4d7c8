/**
 * Overture Maps' divisions. In: GeoParquet files of type {@code division_area} by path, folder,
 * glob or address. Out: countries and their first divisions, with names, ISO codes and parents.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.divisions;
