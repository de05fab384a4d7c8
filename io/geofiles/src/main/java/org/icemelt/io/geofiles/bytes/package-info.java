/**
 * Bytes of files, local or in a store that Beam knows. In: a path or address. Out: any range of its
 * bytes, with few system calls where ranges follow each other. It knows no format.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.bytes;
