/**
 * Values on their way into the dataset's columns. In: values as a file types them. Out: rows in the
 * order and types of a target schema. It reads nothing.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.columns;
