package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of files, in lower-case hexadecimal. Conscrypt computes them where it has native code
 * for the machine, about ten times as fast as the JDK without its second compiler. Native code
 * holds its classes for as long as the process lives: a Flink worker, which loads the classes of
 * each job anew, would fill up, so there the JDK computes them.
 */
final class Checksums {
  private static final @Nullable Provider NATIVE =
      livesAsLongAsTheProcess() && Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;

  private Checksums() {}

  private static boolean livesAsLongAsTheProcess() {
    return Checksums.class.getClassLoader() == ClassLoader.getSystemClassLoader();
  }

  static MessageDigest digest(String algorithm) {
    try {
      return NATIVE == null
          ? MessageDigest.getInstance(algorithm)
          : MessageDigest.getInstance(algorithm, NATIVE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java platform has MD5, SHA-1 and SHA-256
    }
  }

  static String sha256(Path file) throws IOException {
    return of("SHA-256", file);
  }

  /** The file's checksum in the form of another: {@code md5:}, {@code sha256:} or {@code git:}. */
  static String like(String stated, Path file) throws IOException {
    String scheme = stated.substring(0, stated.indexOf(':') + 1);
    return scheme
        + switch (scheme) {
          case "md5:" -> of("MD5", file);
          case "sha256:" -> sha256(file);
          case "git:" -> gitBlob(file);
          default -> stated.substring(scheme.length());
        };
  }

  private static String gitBlob(Path file) throws IOException {
    MessageDigest digest = digest("SHA-1");
    digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    return hexadecimal(digest, file);
  }

  static String of(String algorithm, Path file) throws IOException {
    return hexadecimal(digest(algorithm), file);
  }

  private static String hexadecimal(MessageDigest digest, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String ofText(String text) {
    return HexFormat.of()
        .formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A file of that size and CRC-32 is there.
   *
   * @param crc32 -1 if not known: then no file will do
   */
  static boolean isFile(Path file, long bytes, long crc32) {
    try {
      if (crc32 < 0 || !Files.isRegularFile(file) || (bytes >= 0 && Files.size(file) != bytes)) {
        return false;
      }
      CRC32 crc = new CRC32();
      try (InputStream in = Files.newInputStream(file)) {
        byte[] block = new byte[1 << 16];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
          crc.update(block, 0, n);
        }
      }
      return crc.getValue() == crc32;
    } catch (IOException gone) {
      return false; // it is written anew, which says what is wrong
    }
  }

  /** As {@link FetchedFile#checksum()} says, for a main file and its companions by ending. */
  static String of(Path main, Map<String, Path> companions) throws IOException {
    if (companions.isEmpty()) {
      return sha256(main);
    }
    Map<String, Path> parts = new TreeMap<>(companions);
    parts.put(FileMatcher.suffix(main.getFileName().toString()), main);
    MessageDigest digest = digest("SHA-256");
    for (Map.Entry<String, Path> part : parts.entrySet()) {
      String line = part.getKey() + " " + sha256(part.getValue()) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
