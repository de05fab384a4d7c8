package org.icemelt.pipelines.publish;

import java.nio.file.Path;
import java.util.Locale;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.UsageException;
import org.jspecify.annotations.Nullable;

/** Where to publish to. */
public sealed interface Target {
  /** As a user reads it; without a password. */
  String shown();

  /** A plain DuckDB database. */
  record DuckDbFile(Path file) implements Target {
    @Override
    public String shown() {
      return file.toString();
    }
  }

  /**
   * A database at MotherDuck.
   *
   * @param address {@code md:name}
   */
  record MotherDuck(String address) implements Target {
    @Override
    public String shown() {
      return address.replaceAll("(?i)(motherduck_token=)[^&]*", "$1***");
    }
  }

  /** Another DuckLake; made if it is not there. */
  record AnotherLake(LakeConfig lake) implements Target {
    @Override
    public String shown() {
      return "ducklake:" + lake.catalog();
    }
  }

  /**
   * Reads {@code md:name}; {@code ducklake:…}, {@code sqlite:…} and {@code postgres:…} for a lake;
   * {@code duckdb:PATH} and a bare path for a DuckDB file.
   *
   * @param dataPath of a new lake; null takes its default
   * @param folder relative paths count from it
   */
  static Target parse(String text, @Nullable String dataPath, Path folder) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("md:")) {
      return new MotherDuck(text);
    }
    if (lower.startsWith("ducklake:")
        || lower.startsWith("sqlite:")
        || lower.startsWith("postgres:")
        || lower.startsWith("postgresql:")) {
      try {
        LakeConfig lake = LakeConfig.of(CatalogAddress.parse(text), dataPath);
        return new AnotherLake(lake.resolvedAgainst(folder));
      } catch (IllegalArgumentException e) {
        throw new UsageException("Invalid --publishTo: " + e.getMessage(), e);
      }
    }
    String path = lower.startsWith("duckdb:") ? text.substring("duckdb:".length()) : text;
    if (path.isBlank() || path.contains("://")) {
      throw new UsageException(
          "Invalid --publishTo=%s. Write ducklake:sqlite:PATH (or any other catalog) for a lake, a path for a DuckDB file, or md:NAME."
              .formatted(text));
    }
    return new DuckDbFile(folder.resolve(path).normalize());
  }
}
