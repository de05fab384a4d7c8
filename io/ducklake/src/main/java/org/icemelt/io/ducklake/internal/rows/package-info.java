/**
 * Beam's rows and the lake's values, both ways. In: a schema and its rows, or a table's columns and
 * their values. Out: the other. It knows types only, neither files nor the catalog.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.rows;
