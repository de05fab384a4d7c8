/**
 * Files of features. In: a {@link org.icemelt.io.geofiles.GeoFile} on local disk. Out: its {@link
 * org.icemelt.io.geofiles.Layer layers} with CRS, columns and splits, then each split's rows. It
 * never downloads, never reprojects and never drops a row without saying so.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles;
