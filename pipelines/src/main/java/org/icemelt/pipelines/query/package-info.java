/**
 * SQL on a lake with the DuckDB in the jar, offline and without extensions, and copies of the lake
 * that DuckDB makes. In: the files that a {@link org.icemelt.io.ducklake.Lake} lists, and rows that
 * {@link org.icemelt.io.ducklake.LakeScan} reads where the files do not hold them as they are. Out:
 * rows, or another database. It never writes into the lake.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.query;
