/**
 * {@code snapshots}: what each snapshot of a lake did. In: the catalog. Out: one line a snapshot.
 * It never opens a data file and never writes.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.snapshots;
