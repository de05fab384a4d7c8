package org.icemelt.transforms.quality;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a check went on some rows of a dataset.
 *
 * @param samples the first few of what failed: record ids, or words on the dataset as a whole
 */
public record CheckResult(Check check, long rowsFailed, List<String> samples)
    implements Serializable {
  /** As many failing rows are named. */
  public static final int SAMPLES = 3;

  public CheckResult {
    requireNonNull(check, "check");
    samples =
        samples.stream()
            .sorted(Comparator.comparing(String::length).thenComparing(s -> s))
            .limit(SAMPLES)
            .toList();
  }

  public static CheckResult passed(Check check) {
    return new CheckResult(check, 0, List.of());
  }

  /** One thing that failed. */
  public static CheckResult failed(Check check, long rows, String sample) {
    return new CheckResult(check, rows, List.of(sample));
  }

  /** The same check on these and the other's rows. */
  public CheckResult plus(CheckResult other) {
    if (check != other.check) {
      throw new IllegalArgumentException("Cannot add up " + check + " and " + other.check);
    }
    return new CheckResult(
        check,
        rowsFailed + other.rowsFailed,
        Stream.concat(samples.stream(), other.samples.stream()).toList());
  }

  public boolean isError() {
    return rowsFailed > 0 && check.severity() == Severity.ERROR;
  }

  public boolean isWarning() {
    return rowsFailed > 0 && check.severity() == Severity.WARNING;
  }
}
