package org.icemelt.io.ducklake.internal.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.LakeFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What an endless write leaves behind: one row in {@code ducklake_metadata}, with its last panes.
 * Panes are committed in their order, and those that are delivered again are the last ones.
 */
final class PaneTokens {
  static final String KEY = "beam.ducklake.panes.";

  /** No checkpoint holds more panes than that. */
  private static final int KEPT = 256;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Db db;
  private final Clock clock;

  PaneTokens(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What an earlier delivery of the pane did.
   *
   * @throws org.icemelt.io.ducklake.CommitRefusedException if a pane of this number was committed
   *     with other content
   */
  Optional<CommitResult> find(String writeId, CommitPane pane) throws SQLException {
    Optional<String> row = row(writeId);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    JsonNode panes = panes(writeId, row.get());
    JsonNode last = panes.path(panes.size() - 1);
    if (pane.index() > last.path("pane").asLong(-1)) {
      return Optional.empty();
    }
    for (JsonNode known : panes) {
      if (known.path("pane").asLong() == pane.index()
          && known.path("content").asText().equals(pane.content())) {
        return Optional.of(
            new CommitResult(
                Outcome.ALREADY_COMMITTED,
                known.path("snapshot").asLong(),
                Map.of(),
                Map.of(),
                Set.of(),
                writeId));
      }
    }
    throw Catalog.refused(
        "Cannot commit pane %d of write %s: the lake holds its panes up to %d, and this one with other files. The pipeline was started from a state older than the lake. Start it from its newest checkpoint or savepoint, or give it a new write id to store these rows again.",
        pane.index(), writeId, last.path("pane").asLong());
  }

  void store(CommitPane pane, CommitResult result) throws SQLException {
    Optional<String> row = row(result.writeId());
    ArrayNode panes = JSON.createArrayNode();
    if (row.isPresent()) {
      JsonNode before = panes(result.writeId(), row.get());
      for (int i = Math.max(0, before.size() - KEPT + 1); i < before.size(); i++) {
        panes.add(before.get(i));
      }
    }
    ObjectNode added = panes.addObject();
    added.put("pane", pane.index());
    added.put("content", pane.content());
    added.put("snapshot", result.snapshotId());
    ObjectNode json = JSON.createObjectNode();
    json.put("at", clock.instant().toString());
    json.set("panes", panes);
    String key = KEY + result.writeId();
    if (row.isPresent()) {
      db.write(
          "UPDATE ducklake_metadata SET value = ? WHERE key = ? AND scope IS NULL",
          json.toString(),
          key);
    } else {
      db.write("INSERT INTO ducklake_metadata (key, value) VALUES (?, ?)", key, json.toString());
    }
  }

  private Optional<String> row(String writeId) throws SQLException {
    return db.first(
        "SELECT value FROM ducklake_metadata WHERE key = ? AND scope IS NULL",
        row -> Db.text(row, "value"),
        KEY + writeId);
  }

  private static JsonNode panes(String writeId, String value) {
    @Nullable Exception cause = null;
    try {
      JsonNode panes = JSON.readTree(value).path("panes");
      if (panes.isArray()) {
        return panes;
      }
    } catch (JsonProcessingException e) {
      cause = e;
    }
    throw new LakeFormatException(
        "Cannot tell which panes of write %s were committed: its row in ducklake_metadata reads %s."
            .formatted(writeId, value),
        cause);
  }
}
