/**
 * Upkeep of a lake. In: a lake and what is to be done. Out: what was done, printed. The work itself
 * is done by {@link org.icemelt.io.ducklake.LakeMaintenance}.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.maintain;
