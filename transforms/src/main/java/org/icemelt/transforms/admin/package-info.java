/**
 * Countries and regions. In: boundaries ({@link org.icemelt.transforms.admin.Boundary}) and
 * geometries of longitudes and latitudes. Out: the country and region a site stands in, and whether
 * it stands in the outline itself or just off it. It never moves a site and never reads a file but
 * the boundaries that ship with it.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.admin;
