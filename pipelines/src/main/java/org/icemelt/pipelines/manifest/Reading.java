package org.icemelt.pipelines.manifest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset's files are to be read; null where the manifest is silent.
 *
 * @param crs for files that state none
 * @param crsOverride {@code crs} wins over what files state
 * @param layer the one layer to read
 * @param encoding of a Shapefile's attributes when it states none
 * @param where condition that features must meet
 */
public record Reading(
    @Nullable String crs,
    boolean crsOverride,
    @Nullable String layer,
    @Nullable String encoding,
    @Nullable String where)
    implements Serializable {}
