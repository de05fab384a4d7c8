package org.icemelt.io.ducklake.internal.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.LakeFormatException;

/**
 * What commits leave behind in {@code ducklake_metadata} so that they are recognised: one row a
 * write, and one a unit. They outlive the expiry of snapshots.
 */
final class Tokens {
  static final String WRITE_KEY = "beam.ducklake.write.";

  /** No retry comes later than this; older rows are removed. */
  private static final Duration KEPT = Duration.ofDays(90);

  /** Only one commit in so many looks for old rows: each of them reads them all. */
  private static final long SWEEP_EVERY = 64;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Db db;
  private final String unitKeyPrefix;
  private final Clock clock;

  Tokens(Db db, String unitKeyPrefix, Clock clock) {
    this.db = db;
    this.unitKeyPrefix = unitKeyPrefix;
    this.clock = clock;
  }

  /** What an earlier attempt of this commit did. */
  Optional<CommitResult> find(CommitRequest request) throws SQLException {
    CommitPane pane = request.pane();
    return pane == null
        ? find(request.writeId())
        : new PaneTokens(db, clock).find(request.writeId(), pane);
  }

  void store(CommitRequest request, CommitResult result) throws SQLException {
    CommitPane pane = request.pane();
    if (pane == null) {
      store(result);
    } else {
      new PaneTokens(db, clock).store(pane, result);
    }
  }

  /** What an earlier attempt of this write did. */
  Optional<CommitResult> find(String writeId) throws SQLException {
    return metadata(WRITE_KEY + writeId).map(value -> result(writeId, value));
  }

  private Optional<String> metadata(String key) throws SQLException {
    return db.first(
        "SELECT value FROM ducklake_metadata WHERE key = ? AND scope IS NULL",
        row -> Db.text(row, "value"),
        key);
  }

  private static CommitResult result(String writeId, String value) {
    try {
      JsonNode json = JSON.readTree(value);
      return new CommitResult(
          Outcome.ALREADY_COMMITTED,
          json.get("snapshot").asLong(),
          JSON.convertValue(json.get("added"), new TypeReference<Map<String, Long>>() {}),
          JSON.convertValue(json.get("removed"), new TypeReference<Map<String, Long>>() {}),
          JSON.convertValue(json.get("unchanged"), new TypeReference<Set<String>>() {}),
          writeId);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new LakeFormatException(
          "Cannot tell whether write %s was committed: its row in ducklake_metadata reads %s."
              .formatted(writeId, value),
          e);
    }
  }

  private void store(CommitResult result) throws SQLException {
    ObjectNode json = JSON.createObjectNode();
    json.put("snapshot", result.snapshotId());
    json.put("at", clock.instant().toString());
    json.set("added", JSON.valueToTree(result.rowsAdded()));
    json.set("removed", JSON.valueToTree(result.rowsRemoved()));
    json.set("unchanged", JSON.valueToTree(result.unchangedUnits()));
    if (result.snapshotId() != null && result.snapshotId() % SWEEP_EVERY == 0) {
      removeOld();
    }
    insert(WRITE_KEY + result.writeId(), json.toString());
  }

  private void removeOld() throws SQLException {
    Instant limit = clock.instant().minus(KEPT);
    Map<String, String> rows = new java.util.HashMap<>();
    db.list(
        "SELECT key, value FROM ducklake_metadata WHERE key LIKE '" + WRITE_KEY + "%'",
        row -> rows.put(Db.text(row, "key"), Db.text(row, "value")));
    for (Map.Entry<String, String> row : rows.entrySet()) {
      if (madeAt(row.getValue()).isBefore(limit)) {
        db.write("DELETE FROM ducklake_metadata WHERE key = ?", row.getKey());
      }
    }
  }

  private static Instant madeAt(String value) {
    try {
      return Instant.parse(JSON.readTree(value).path("at").asText());
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      return Instant.MAX; // not ours to judge, so not ours to remove
    }
  }

  /** Units for which the lake already holds the fingerprint. */
  Set<String> unchanged(Map<String, String> fingerprints) throws SQLException {
    Set<String> unchanged = new TreeSet<>();
    for (Map.Entry<String, String> print : fingerprints.entrySet()) {
      if (metadata(unitKeyPrefix + print.getKey()).equals(Optional.of(print.getValue()))) {
        unchanged.add(print.getKey());
      }
    }
    return unchanged;
  }

  void storeFingerprints(Map<String, String> fingerprints) throws SQLException {
    for (Map.Entry<String, String> print : fingerprints.entrySet()) {
      String key = unitKeyPrefix + print.getKey();
      int there =
          db.update(
              "UPDATE ducklake_metadata SET value = ? WHERE key = ? AND scope IS NULL",
              print.getValue(),
              key);
      if (there == 0) {
        insert(key, print.getValue());
      }
    }
  }

  private void insert(String key, String value) throws SQLException {
    db.write("INSERT INTO ducklake_metadata (key, value) VALUES (?, ?)", key, value);
  }
}
