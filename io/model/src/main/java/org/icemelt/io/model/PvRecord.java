package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A site with the common PV columns; column meanings and units as in table {@code
 * stg_pv_consolidated}.
 *
 * @param site the site
 * @param unifiedId the publisher's id, may repeat; without one the site's record id
 * @param externalId id in a scheme that several datasets share, such as {@code eia:60585}
 * @param sourceAreaM2 the publisher's own area, m²
 * @param capacityMw MW, of the basis beside it
 * @param capacityBasis {@code ac}, {@code dc}, {@code unknown}; null without capacity
 * @param installDate first day of the stated period
 * @param installDatePrecision {@code day}, {@code month}, {@code year}, {@code before}
 */
public record PvRecord(
    WktSite site,
    String unifiedId,
    @Nullable String externalId,
    @Nullable String name,
    @Nullable Double sourceAreaM2,
    @Nullable Double capacityMw,
    @Nullable String capacityBasis,
    @Nullable LocalDate installDate,
    @Nullable String installDatePrecision,
    String technology,
    String status,
    String recordRole) {
  public PvRecord {
    requireNonNull(site, "site");
    requireNonNull(unifiedId, "unifiedId");
    requireNonNull(technology, "technology");
    requireNonNull(status, "status");
    requireNonNull(recordRole, "recordRole");
  }
}
