/**
 * DuckLakeIO as other languages see it. In: a configuration in plain types. Out: the transforms of
 * {@code org.icemelt.io.ducklake}, set accordingly. Adds nothing of its own.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.ducklake.internal.schematransform;
