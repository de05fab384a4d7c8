package org.icemelt.transforms.duplicates;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A record that another one stands for.
 *
 * @param duplicateOf record id of a primary record of another dataset
 * @param reason the strongest link of this record, to that one or, if it has none to it, to another
 *     record of the same installation
 */
public record Verdict(
    String recordId,
    String dataset,
    String duplicateOf,
    Reason reason,
    @Nullable Double overlapRatio)
    implements Serializable {
  public Verdict {
    requireNonNull(recordId, "recordId");
    requireNonNull(dataset, "dataset");
    requireNonNull(duplicateOf, "duplicateOf");
    requireNonNull(reason, "reason");
  }
}
