/**
 * Upkeep of a lake. In: what the catalog says of files. Out: fewer files. It copies rows but never
 * changes one, and deletes only what no snapshot needs.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.maintain;
