package org.icemelt.pipelines.plan;

import java.util.List;
import java.util.Objects;

/**
 * What {@code build} would run.
 *
 * @param datasets branches on the first step of the first pipeline
 */
public record Plan(List<Branch> datasets, List<PlanGraph> pipelines) {
  public Plan {
    datasets = List.copyOf(datasets);
    pipelines = List.copyOf(pipelines);
  }

  /** Bytes to be downloaded, of those datasets of which it is known. */
  public long fetchBytes() {
    return datasets.stream()
        .map(Branch::fetchBytes)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }
}
