/**
 * Checks on rows before they are committed, and again on a lake. In: PV records or stored rows as
 * {@link org.icemelt.transforms.quality.CheckedRow}. Out: {@link
 * org.icemelt.transforms.quality.CheckResult} by dataset and check. It never changes a row and
 * decides nothing: what an error means is the caller's.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.quality;
