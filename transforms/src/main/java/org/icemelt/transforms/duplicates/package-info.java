/**
 * The same installation in several datasets. In: sites of all datasets as {@link
 * org.icemelt.transforms.duplicates.Sketch}, and the geometries of those that may be duplicates.
 * Out: one {@link org.icemelt.transforms.duplicates.Verdict} for each site that is not primary.
 * Nothing is removed, and sites of one dataset are never compared with one another.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.duplicates;
