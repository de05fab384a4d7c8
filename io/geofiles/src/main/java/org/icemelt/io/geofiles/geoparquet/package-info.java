/**
 * GeoParquet 1.0 and 1.1. In: a Parquet file with a {@code geo} key in its footer. Out: its layer
 * with typed columns and splits by row groups, then rows. Nested columns come as JSON text; the
 * struct that only repeats each geometry's box is left out, as are geometry's statistics.
 */
@org.jspecify.annotations.NullMarked
package org.icemelt.io.geofiles.geoparquet;
