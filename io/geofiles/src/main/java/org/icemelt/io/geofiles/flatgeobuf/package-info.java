/**
 * FlatGeobuf 3. In: the file's header, then features one behind the other, each with its length in
 * front. Out: one layer, split by ranges of bytes that begin and end between features. The index of
 * boxes is passed over; its size is checked.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.flatgeobuf;
