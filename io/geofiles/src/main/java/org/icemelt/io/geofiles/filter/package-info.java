/**
 * The manifest's {@code where}. In: its text, then rows. Out: whether a row matches, by SQL's
 * three-valued logic. It knows no file and changes no row.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.filter;
