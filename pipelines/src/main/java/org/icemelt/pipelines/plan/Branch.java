package org.icemelt.pipelines.plan;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A dataset that the run reads: an element of the first step, not a node of the graph.
 *
 * @param files to be looked at, archives before they are unpacked; null if it cannot be told
 * @param fetchBytes to be downloaded, without what lies in the cache already; null if it cannot be
 *     told
 * @param note why it cannot be told, or null
 */
public record Branch(
    String dataset,
    String origin,
    @Nullable Integer files,
    @Nullable Long fetchBytes,
    @Nullable String note) {
  public Branch {
    requireNonNull(dataset, "dataset");
    requireNonNull(origin, "origin");
  }
}
