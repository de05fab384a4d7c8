/**
 * The judge of everything written: DuckDB with its own {@code ducklake} extension, and an audit of
 * the catalog from outside. In: lakes that tests made. Out: values as DuckDB reads them, and
 * faults. It never uses a line of the code under test, and never skips: without its tools it fails
 * and says how to get them.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.judge;
