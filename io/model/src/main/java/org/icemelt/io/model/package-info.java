/**
 * The elements that travel between steps. In: nothing. Out: records that {@code geofiles} makes,
 * {@code transforms} refine and {@code pipelines} hand to the sink. It never reads a file and knows
 * no runner; only coders and schemas tie it to Beam.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.model;
