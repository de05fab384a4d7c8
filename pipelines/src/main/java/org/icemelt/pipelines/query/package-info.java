/**
 * SQL on a lake with the DuckDB in the jar, offline and without extensions. In: the files that a
 * {@link org.icemelt.io.ducklake.Lake} lists. Out: rows as text. It never writes.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.query;
