/**
 * Data files. In: rows of one table and the field ids of its columns. Out: a Parquet file as DuckDB
 * would write it, with the statistics that the catalog wants. It knows neither catalog nor Beam.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.parquet;
