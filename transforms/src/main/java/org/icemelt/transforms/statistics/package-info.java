/**
 * Sums over sites. In: one {@link org.icemelt.transforms.statistics.Facts} a site. Out: {@link
 * org.icemelt.transforms.statistics.Totals} by country, H3 cell, dataset and grid bucket. Sums are
 * exact, so they do not depend on the order or on how the sites were spread over workers.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.transforms.statistics;
