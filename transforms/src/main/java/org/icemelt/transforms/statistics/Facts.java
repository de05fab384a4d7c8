package org.icemelt.transforms.statistics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What of a site enters a sum.
 *
 * @param counts whether it is one of the installations to sum
 * @param primary false for duplicates
 * @param areaM2 null without outline
 * @param capacityMw of the basis beside it
 */
public record Facts(
    String dataset,
    boolean counts,
    boolean primary,
    @Nullable Double areaM2,
    @Nullable Double capacityMw,
    @Nullable String capacityBasis,
    double minLon,
    double minLat,
    double maxLon,
    double maxLat,
    @Nullable String doi,
    @Nullable LocalDateTime processedAt)
    implements Serializable {
  public Facts {
    requireNonNull(dataset, "dataset");
  }
}
