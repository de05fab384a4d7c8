/**
 * Reads a lake: a table at a snapshot becomes a plan of tasks, a task becomes rows. In: what the
 * catalog says of the table, and its files. Out: rows as they were. Plain Java but for remote files
 * (Beam's file systems) and the {@code Fn} classes at the top, which run tasks in a pipeline. It
 * never writes anything.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.read;
