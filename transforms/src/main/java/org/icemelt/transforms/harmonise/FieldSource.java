package org.icemelt.transforms.harmonise;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A source column that may fill a target, as the manifest's {@code fields} state it.
 *
 * @param column exact name of the source column
 * @param unit unit of its values, see {@link Unit#of}; for dates the finest precision ({@code day},
 *     {@code month}, {@code year}); null = the one that the name states ({@code Area_sqm}, {@code
 *     Power_kW}), else the target's own
 * @param basis for capacity: {@code ac}, {@code dc}, {@code unknown}; null = the one that the unit
 *     states ({@code kWp}: dc), else unknown
 * @param kind for areas: {@code site}, {@code polygon}, {@code panel}; null where silent
 */
public record FieldSource(
    String column, @Nullable String unit, @Nullable String basis, @Nullable String kind)
    implements Serializable {
  public FieldSource {
    requireNonNull(column, "column");
  }
}
