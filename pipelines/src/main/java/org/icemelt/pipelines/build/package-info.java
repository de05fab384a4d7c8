/**
 * The {@code build} graph. In: dataset specs and typed settings. Out: one committed snapshot and a
 * run report. Datasets travel as elements, never as branches of the graph; a failed dataset is data
 * until the commit. It never parses files nor writes Parquet itself.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.build;
