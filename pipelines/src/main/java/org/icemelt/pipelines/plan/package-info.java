/**
 * {@code plan}: draws what {@code build} would run. In: the options of {@code build}. Out: the
 * steps of Beam's own graph, coloured by stage, with the datasets as branches, as a picture, a page
 * or data. It never runs a pipeline and writes to no lake.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.pipelines.plan;
