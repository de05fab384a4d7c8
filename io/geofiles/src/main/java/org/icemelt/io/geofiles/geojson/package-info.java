/**
 * GeoJSON (RFC 7946 and its 2008 forerunner) and newline GeoJSON (RFC 8142, with and without record
 * separators). In: a file's bytes. Out: its one layer with typed columns and splits on feature
 * borders, then rows straight from the token stream. It never builds a tree of a feature.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.geojson;
