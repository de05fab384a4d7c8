/**
 * The catalog, and the only place that holds SQL. In: what a commit shall do, with files already
 * written. Out: one transaction that does it, or nothing. It never touches a data file and knows no
 * Beam.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.catalog;
