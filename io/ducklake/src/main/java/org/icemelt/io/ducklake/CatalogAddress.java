package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a lake's catalog is: what follows {@code ducklake:} in DuckDB's ATTACH.
 *
 * @param target path of the file, or PostgreSQL's connection words or URI, which may be empty if
 *     the PG* environment variables say it all
 */
public record CatalogAddress(Kind kind, String target) implements Serializable {
  private static final Pattern PASSWORD_WORD =
      Pattern.compile("(?i)(password\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|\\S+)");
  private static final Pattern PASSWORD_IN_URI = Pattern.compile("(://[^:@/?]*:)[^@]*(@)");
  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)([?&]password=)[^&\\s]*");

  /** The databases that can hold a catalog. */
  public enum Kind {
    SQLITE,
    POSTGRES,
    DUCKDB
  }

  public CatalogAddress {
    requireNonNull(kind, "kind");
    if (target.isBlank() && kind != Kind.POSTGRES) {
      throw new IllegalArgumentException(
          "Invalid catalog address: it is empty after %s:. Write sqlite:PATH, postgres:dbname=… or duckdb:PATH."
              .formatted(kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Reads {@code sqlite:PATH}, {@code postgres:dbname=… host=…}, {@code postgres:postgresql://…},
   * {@code duckdb:PATH} or a bare path, which is a DuckDB file; {@code ducklake:} in front is
   * allowed.
   */
  public static CatalogAddress parse(String text) {
    String address = after("ducklake:", text.strip());
    String lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith("sqlite:")) {
      return new CatalogAddress(Kind.SQLITE, after("sqlite:", address));
    }
    if (lower.startsWith("postgresql://") || lower.startsWith("postgres://")) {
      return new CatalogAddress(Kind.POSTGRES, address);
    }
    if (lower.startsWith("postgres:")) {
      return new CatalogAddress(Kind.POSTGRES, after("postgres:", address));
    }
    if (lower.startsWith("mysql:")) {
      throw new IllegalArgumentException(
          "Cannot use a MySQL catalog: DuckLake's documentation advises against it. Use sqlite:, postgres: or duckdb:.");
    }
    return new CatalogAddress(Kind.DUCKDB, after("duckdb:", address));
  }

  private static String after(String prefix, String text) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length())
        ? text.substring(prefix.length())
        : text;
  }

  /** Whether it holds a password, which then goes wherever this address is serialized to. */
  public boolean hasPassword() {
    return kind == Kind.POSTGRES && !shown().equals(target);
  }

  /** As DuckDB's ATTACH takes it after {@code ducklake:}, with a password shown as {@code ***}. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + shown();
  }

  private String shown() {
    if (kind != Kind.POSTGRES) {
      return target;
    }
    String shown = PASSWORD_WORD.matcher(target).replaceAll("$1***");
    shown = PASSWORD_IN_URI.matcher(shown).replaceAll("$1***$2");
    return PASSWORD_PARAMETER.matcher(shown).replaceAll("$1***");
  }
}
