package org.icemelt.io.ducklake;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of a commit.
 *
 * @param snapshotId the snapshot made, now or by an earlier attempt; null if nothing was to do
 * @param rowsAdded rows by table, as {@code schema.table}
 * @param rowsRemoved live rows that ended, by table
 * @param unchangedUnits units dropped because their fingerprint was stored already
 * @param writeId token of the commit
 */
public record CommitResult(
    Outcome outcome,
    @Nullable Long snapshotId,
    Map<String, Long> rowsAdded,
    Map<String, Long> rowsRemoved,
    Set<String> unchangedUnits,
    String writeId)
    implements Serializable {
  /** The ways a commit can end well. */
  public enum Outcome {
    /** This call made the snapshot. */
    COMMITTED,
    /** An earlier attempt of the same write made it; this call added nothing. */
    ALREADY_COMMITTED,
    /** There was nothing to change, and no snapshot was made. */
    NOTHING_TO_DO
  }

  public CommitResult {
    rowsAdded = Collections.unmodifiableMap(new TreeMap<>(rowsAdded));
    rowsRemoved = Collections.unmodifiableMap(new TreeMap<>(rowsRemoved));
    unchangedUnits = Collections.unmodifiableSet(new TreeSet<>(unchangedUnits));
  }

  /** A table's key in the maps. */
  public static String key(TableId table) {
    return table.schema() + "." + table.name();
  }
}
