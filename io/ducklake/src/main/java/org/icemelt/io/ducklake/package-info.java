/**
 * DuckLakeIO: the Beam connector for DuckLake. In: rows, each knowing its table, and the changes
 * that make up one commit. Out: Parquet files in the lake and exactly one snapshot that names them;
 * and the other way, the rows of any snapshot, or what snapshots changed. It never shows half a
 * commit, never deletes a file that any snapshot names, and knows nothing of where the rows came
 * from.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake;
