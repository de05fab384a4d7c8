package org.icemelt.io.geofiles.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** What the mutants of one reader gave. */
final class Tally {
  private final Map<String, Long> codes = new TreeMap<>();
  private long inputs;
  private long rows;
  private long rejected;
  private long slowestMillis;

  void add(Attempt attempt, long millis) {
    inputs++;
    rows += attempt.rows();
    rejected += attempt.rejected();
    slowestMillis = Math.max(slowestMillis, millis);
    boolean partly = attempt.code().equals(Attempt.OK) && attempt.rejected() > 0;
    codes.merge(partly ? "OK_WITH_REJECTS" : attempt.code(), 1L, Long::sum);
  }

  long inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return "inputs=%d rows=%d rejected=%d slowest_ms=%d %s"
        .formatted(inputs, rows, rejected, slowestMillis, codes);
  }
}
