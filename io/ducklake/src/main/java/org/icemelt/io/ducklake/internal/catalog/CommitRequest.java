package org.icemelt.io.ducklake.internal.catalog;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
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
}
