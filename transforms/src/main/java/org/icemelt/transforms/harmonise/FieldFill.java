package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How often a source column filled its target in a part of a file; {@link FieldMappingRow#sum} adds
 * the parts up.
 *
 * @param rowsFilled rows whose target got its value from this column
 * @param rowsUnconvertible rows where the column holds a value that could not be converted
 * @param firstUnconvertible the first of those, null if there is none
 */
public record FieldFill(
    String dataset,
    String sourceFile,
    FieldMapping mapping,
    long rowsFilled,
    long rowsUnconvertible,
    @Nullable Unconvertible firstUnconvertible)
    implements Serializable {}
