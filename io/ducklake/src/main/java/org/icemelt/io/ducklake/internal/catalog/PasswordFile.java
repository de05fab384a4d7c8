package org.icemelt.io.ducklake.internal.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.icemelt.io.ducklake.Secret;
import org.jspecify.annotations.Nullable;

/**
 * libpq's password file: a line each {@code host:port:database:user:password}, {@code *} for any,
 * the first that fits counts. A file that others may read is not used.
 */
final class PasswordFile {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PasswordFile() {}

  /**
   * @param settings by libpq's word; {@code passfile} names the file, else it is {@code ~/.pgpass}
   * @throws IllegalArgumentException if a file that was named cannot be used
   */
  static Optional<Secret> find(
      Map<String, String> settings, UnaryOperator<@Nullable String> environment) {
    String named = settings.get("passfile");
    String home = environment.apply("HOME");
    if (named == null && home == null) {
      return Optional.empty();
    }
    Path file = named == null ? Path.of(String.valueOf(home), ".pgpass") : Path.of(named);
    if (named == null && (!Files.isRegularFile(file) || othersMayRead(file))) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "there is no such file", "Check passfile= or PGPASSFILE.");
    }
    if (othersMayRead(file)) {
      throw refused(file, "others may read it", "Run chmod 600 on it.");
    }
    try {
      for (String line : Files.readAllLines(file)) {
        List<String> fields = fields(line);
        if (!line.startsWith("#") && fields.size() == 5 && fits(fields, settings)) {
          return Optional.of(Secret.of(fields.get(4)));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw refused(file, "it cannot be read", "Check its rights.");
    }
  }

  private static IllegalArgumentException refused(Path file, String why, String next) {
    return new IllegalArgumentException(
        "Cannot use the password file %s: %s. %s".formatted(file, why, next));
  }

  private static boolean othersMayRead(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // no such rights here
    }
  }

  private static boolean fits(List<String> fields, Map<String, String> settings) {
    String host = settings.getOrDefault("host", "localhost").split(",")[0];
    String port = settings.getOrDefault("port", "5432").split(",")[0];
    return fits(fields.get(0), host)
        && fits(fields.get(1), port)
        && fits(fields.get(2), settings.get("dbname"))
        && fits(fields.get(3), settings.get("user"));
  }

  private static boolean fits(String pattern, @Nullable String value) {
    return pattern.equals("*") || pattern.equals(value);
  }

  /** The parts between colons; a backslash takes the meaning of what follows. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < 4) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
