package org.icemelt.io.ducklake.internal.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The folder of a new schema or table: the same for all who make it at once. */
final class TableFolders {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]{1,100}");
  private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_]");
  private static final int READABLE = 40;

  private TableFolders() {}

  /** Ends in a slash. Odd names become a readable start and a hash. */
  static String folder(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name + "/";
    }
    String start = ODD.matcher(name).replaceAll("_");
    return start.substring(0, Math.min(READABLE, start.length())) + "-" + hash(name) + "/";
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
