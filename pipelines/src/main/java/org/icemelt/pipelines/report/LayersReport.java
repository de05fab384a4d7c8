package org.icemelt.pipelines.report;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the prepared and curated layers.
 *
 * @param snapshotId the snapshot that holds them; null if none was made
 * @param computedFrom the snapshot they were computed from; null if nothing was computed
 * @param rows written, by table; tables whose rows were the same are not among them
 * @param message why they could not be built; null unless {@code outcome} is {@code FAILED}
 */
public record LayersReport(
    Outcome outcome,
    @Nullable Long snapshotId,
    @Nullable Long computedFrom,
    Map<String, Long> rows,
    @Nullable String message,
    double seconds)
    implements Serializable {
  /** How it ended. */
  public enum Outcome {
    COMMITTED,
    UNCHANGED,
    FAILED
  }

  public LayersReport {
    requireNonNull(outcome, "outcome");
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
  }

  /** The layers are in the lake already. */
  public static LayersReport unchanged(double seconds) {
    return new LayersReport(Outcome.UNCHANGED, null, null, Map.of(), null, seconds);
  }
}
