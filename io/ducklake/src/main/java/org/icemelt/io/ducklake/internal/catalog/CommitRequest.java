package org.icemelt.io.ducklake.internal.catalog;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself.
 *
 * @param writeId token by which a repeated commit is recognised
 * @param createTables whether a missing table is made
 * @param addColumns whether columns that an existing table lacks are added to it
 */
public record CommitRequest(
    String writeId,
    @Nullable String author,
    @Nullable String message,
    Map<String, String> extraInfo,
    boolean createTables,
    boolean addColumns)
    implements Serializable {
  public CommitRequest {
    extraInfo = Collections.unmodifiableMap(new TreeMap<>(extraInfo));
  }

  /** A commit of which nothing is said but a new token. */
  public static CommitRequest fresh() {
    return new CommitRequest(UUID.randomUUID().toString(), null, null, Map.of(), true, false);
  }

  public CommitRequest withWriteId(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("Invalid write id: it is empty.");
    }
    return new CommitRequest(id, author, message, extraInfo, createTables, addColumns);
  }

  public CommitRequest withAuthor(String name) {
    return new CommitRequest(writeId, name, message, extraInfo, createTables, addColumns);
  }

  public CommitRequest withMessage(String text) {
    return new CommitRequest(writeId, author, text, extraInfo, createTables, addColumns);
  }

  public CommitRequest withExtraInfo(Map<String, String> info) {
    return new CommitRequest(writeId, author, message, info, createTables, addColumns);
  }

  public CommitRequest withoutCreatingTables() {
    return new CommitRequest(writeId, author, message, extraInfo, false, addColumns);
  }

  public CommitRequest withAddedColumns() {
    return new CommitRequest(writeId, author, message, extraInfo, createTables, true);
  }
}
