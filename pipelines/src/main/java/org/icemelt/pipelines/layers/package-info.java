/**
 * The second pipeline of {@code build}: the prepared and curated layers, computed from the lake as
 * of one snapshot. In: {@code stg_pv_consolidated}, read through {@code DuckLakeIO}. Out: the
 * tables {@code prep_*}, {@code curated_*} and {@code admin_boundaries}, and the views over them,
 * in one snapshot that names the one it was computed from. It never changes a table of the first
 * pipeline.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.layers;
