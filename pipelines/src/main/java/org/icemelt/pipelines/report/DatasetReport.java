package org.icemelt.pipelines.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one dataset.
 *
 * @param read features read, those filtered out not counted; {@code read = stored + rejected}
 *     unless the dataset failed
 * @param filtered features that the manifest's {@code where} left out
 * @param areaKm2 sum of the stored areas, km²; null where no row has an outline
 * @param seconds of work on this dataset, from the start of its first step to its last
 * @param failure why it was left out; null unless {@code status} is {@code FAILED} or {@code
 *     REFUSED}
 * @param warnings what a user should know, first row named
 */
public record DatasetReport(
    String dataset,
    Status status,
    long read,
    long stored,
    long rejected,
    long repaired,
    long filtered,
    @Nullable Double areaKm2,
    double seconds,
    @Nullable String failure,
    List<String> warnings)
    implements Serializable {
  /** How it ended. */
  public enum Status {
    STORED,
    UNCHANGED,
    FAILED,
    /** Read whole, but a check failed: nothing of it was stored. */
    REFUSED,
    SKIPPED
  }

  public DatasetReport {
    requireNonNull(dataset, "dataset");
    requireNonNull(status, "status");
    warnings = List.copyOf(warnings);
  }

  public static DatasetReport skipped(String dataset) {
    return new DatasetReport(dataset, Status.SKIPPED, 0, 0, 0, 0, 0, null, 0, null, List.of());
  }

  public DatasetReport asUnchanged() {
    return new DatasetReport(
        dataset,
        Status.UNCHANGED,
        read,
        stored,
        rejected,
        repaired,
        filtered,
        areaKm2,
        seconds,
        null,
        warnings);
  }

  @JsonIgnore
  public boolean failed() {
    return status == Status.FAILED || status == Status.REFUSED;
  }
}
