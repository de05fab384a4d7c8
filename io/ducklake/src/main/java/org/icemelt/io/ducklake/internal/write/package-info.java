/**
 * The way of rows into files and of files into a snapshot. In: rows and changes. Out: staged files,
 * and one commit. It joins {@code internal.parquet} with {@code internal.catalog} and decides which
 * files may be deleted: never one that a snapshot names.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.write;
