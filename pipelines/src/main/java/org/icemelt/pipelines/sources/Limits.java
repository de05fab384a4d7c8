package org.icemelt.pipelines.sources;

import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.FreshnessOptions;

/**
 * How old a source may be, in days.
 *
 * @param warn older is stale
 * @param error older is too old
 */
record Limits(int warn, int error) {
  static Limits of(FreshnessOptions options) {
    Limits limits = new Limits(options.getWarnDays(), options.getErrorDays());
    if (limits.warn < 1 || limits.error < limits.warn) {
      throw new UsageException(
          "Invalid --warnDays=%d, --errorDays=%d: they are at least 1, and the second is not below the first."
              .formatted(limits.warn, limits.error));
    }
    return limits;
  }
}
