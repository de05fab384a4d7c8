/**
 * Damaged files against the readers, in a JVM of their own. In: small good files. Out: a line for
 * each reader that counts what its mutants gave, and each mutant that gave anything but rows or a
 * failure with a code.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.fuzz;
