/**
 * Parquet on the bare JVM. In: a {@link org.icemelt.io.parquet.ChannelInputFile channel} to read or
 * a {@link org.icemelt.io.parquet.ChannelOutputFile channel} to write. Out: what parquet-java's
 * readers and writers need so that no Hadoop file system, configuration or native codec is ever
 * touched. It knows neither rows nor tables.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.parquet;
