/**
 * Places features on the globe. In: {@link org.icemelt.io.model.Feature} in any coordinate
 * reference system. Out: {@link org.icemelt.io.model.Site} in EPSG:4326, repaired where it had to
 * be, measured; or a {@link org.icemelt.io.model.Reject} that says why not. It never drops a
 * feature silently and never touches its properties.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.normalise;
