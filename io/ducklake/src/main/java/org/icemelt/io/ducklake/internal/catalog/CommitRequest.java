package org.icemelt.io.ducklake.internal.catalog;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.icemelt.io.ducklake.SchemaEvolution;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself.
 *
 * @param writeId token by which a repeated commit is recognised
 * @param createTables whether a missing table is made
 * @param evolution what may be changed of an existing table's columns
 * @param pane of an endless write; null if the write is one commit
 */
public record CommitRequest(
    String writeId,
    @Nullable String author,
    @Nullable String message,
    Map<String, String> extraInfo,
    boolean createTables,
    Set<SchemaEvolution> evolution,
    @Nullable CommitPane pane)
    implements Serializable {
  public CommitRequest {
    evolution = Set.copyOf(evolution);
    extraInfo = Collections.unmodifiableMap(new TreeMap<>(extraInfo));
  }

  /** A write that is one commit. */
  public CommitRequest(
      String writeId,
      @Nullable String author,
      @Nullable String message,
      Map<String, String> extraInfo,
      boolean createTables,
      Set<SchemaEvolution> evolution) {
    this(writeId, author, message, extraInfo, createTables, evolution, null);
  }

  /** A commit of which nothing is said but a new token. */
  public static CommitRequest fresh() {
    return new CommitRequest(UUID.randomUUID().toString(), null, null, Map.of(), true, Set.of());
  }

  public CommitRequest withWriteId(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("Invalid write id: it is empty.");
    }
    return new CommitRequest(id, author, message, extraInfo, createTables, evolution, pane);
  }

  public CommitRequest withAuthor(String name) {
    return new CommitRequest(writeId, name, message, extraInfo, createTables, evolution, pane);
  }

  public CommitRequest withMessage(String text) {
    return new CommitRequest(writeId, author, text, extraInfo, createTables, evolution, pane);
  }

  public CommitRequest withExtraInfo(Map<String, String> info) {
    return new CommitRequest(writeId, author, message, info, createTables, evolution, pane);
  }

  public CommitRequest withoutCreatingTables() {
    return new CommitRequest(writeId, author, message, extraInfo, false, evolution, pane);
  }

  /** These rules are added to those there are. */
  public CommitRequest withEvolution(Set<SchemaEvolution> rules) {
    Set<SchemaEvolution> all = new HashSet<>(evolution);
    all.addAll(rules);
    return new CommitRequest(writeId, author, message, extraInfo, createTables, all, pane);
  }

  /** One of the commits of an endless write. */
  public CommitRequest withPane(CommitPane which) {
    return new CommitRequest(writeId, author, message, extraInfo, createTables, evolution, which);
  }
}
