package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.HttpPolicy;

/**
 * How a dataset's files are got.
 *
 * @param limits of a dataset that states none itself
 */
public record Downloads(
    CachePolicy cache, FetchLimits limits, Endpoints endpoints, HttpPolicy policy)
    implements Serializable {
  public Downloads {
    requireNonNull(cache, "cache");
    requireNonNull(limits, "limits");
    requireNonNull(endpoints, "endpoints");
    requireNonNull(policy, "policy");
  }
}
