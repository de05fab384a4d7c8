package org.icemelt.io.ducklake.internal.read;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Values in the names of a file's folders: {@code country=IN/}. */
final class HivePath {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private HivePath() {}

  /** The value of a key; empty if there is none, or it is NULL. */
  static Optional<String> value(String path, String key) {
    for (String part : path.split("/", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).equalsIgnoreCase(key)) {
        String text = part.substring(equals + 1).replace("+", "%2B");
        return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8))
            .filter(value -> !value.equals(NULL));
      }
    }
    return Optional.empty();
  }
}
