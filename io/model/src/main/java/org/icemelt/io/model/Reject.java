package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A feature that cannot be stored, and why.
 *
 * @param row 0-based position in the source file
 * @param reason stable code, see {@link RejectReason}
 * @param detail a sentence for people
 * @param raw the geometry or raw text, cut to {@value #MAX_RAW} characters; null if there is none
 */
public record Reject(
    String dataset,
    String sourceFile,
    long row,
    RejectReason reason,
    String detail,
    @Nullable String raw)
    implements Serializable {
  public static final int MAX_RAW = 1000;

  public Reject {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(reason, "reason");
    requireNonNull(detail, "detail");
    if (raw != null && raw.length() > MAX_RAW) {
      raw = raw.substring(0, MAX_RAW);
    }
  }
}
