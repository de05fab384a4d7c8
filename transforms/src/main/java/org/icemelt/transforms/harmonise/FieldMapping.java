package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A source column at work for a target.
 *
 * @param rank 0-based place among the target's candidates
 * @param sourceColumn the publisher's name; joined ones as {@code osm_objtype/osm_id}
 * @param sourceUnit {@code m2}, {@code kW}, …; null where the target is no quantity
 * @param factor from that unit to the target's own; null also where each value states its own unit
 * @param basis for capacities: {@code ac}, {@code dc}, {@code unknown}, {@code by row}; null
 *     elsewhere
 * @param kind see {@link Candidate#kind()}
 */
public record FieldMapping(
    Target target,
    int rank,
    String sourceColumn,
    @Nullable String sourceUnit,
    @Nullable Double factor,
    @Nullable String basis,
    @Nullable String kind)
    implements Serializable {
  /** The basis where another column states it row by row. */
  static final String BY_ROW = "by row";
}
