/**
 * {@code export}: tables of a lake as files that other programs read. In: rows, by {@link
 * org.icemelt.io.ducklake.LakeScan}. Out: GeoParquet, Parquet, GeoJSON or CSV, on this machine or
 * in a store, each file put in its place whole. It never writes into the lake.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.export;
