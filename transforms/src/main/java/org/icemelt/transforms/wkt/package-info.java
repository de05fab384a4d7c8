/**
 * Geometries as text. In: {@link org.icemelt.io.model.Site}. Out: {@link
 * org.icemelt.io.model.WktSite}, whose WKT parses back to the identical doubles. It never changes a
 * coordinate, and drops Z and M.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.wkt;
