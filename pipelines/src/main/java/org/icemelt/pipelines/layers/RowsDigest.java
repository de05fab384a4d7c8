package org.icemelt.pipelines.layers;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two sets of rows are the same, in whatever order: how many there are, and two sums
 * over the SHA-256 of each row.
 */
record RowsDigest(long rows, long high, long low) implements Serializable {
  static final RowsDigest NONE = new RowsDigest(0, 0, 0);

  static RowsDigest of(List<@Nullable Object> row) {
    MessageDigest digest = sha256();
    for (Object value : row) {
      byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      digest.update(
          ByteBuffer.allocate(Integer.BYTES).putInt(value == null ? -1 : bytes.length).flip());
      digest.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new RowsDigest(1, hash.getLong(), hash.getLong());
  }

  RowsDigest plus(RowsDigest other) {
    return new RowsDigest(rows + other.rows, high + other.high, low + other.low);
  }

  /** The digest as a fingerprint. */
  String text() {
    return "%d-%016x%016x".formatted(rows, high, low);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
