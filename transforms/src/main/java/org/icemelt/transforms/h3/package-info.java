/**
 * H3 cells. In: longitudes and latitudes. Out: cell numbers at any resolution. Nothing else of the
 * program loads H3's native library.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.h3;
