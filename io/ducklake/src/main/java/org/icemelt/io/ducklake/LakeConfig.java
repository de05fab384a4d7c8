package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which lake, and how to reach it.
 *
 * @param dataPath where data files go, stored in a new catalog exactly as given, with a slash at
 *     its end; null takes what the catalog holds and, for a new lake in a file, DuckDB's own habit:
 *     {@code <catalog file>.files/}
 * @param workingDirectory absolute; relative paths count from it, wherever the code runs
 * @param unitKeyPrefix first part of the catalog key under which a unit's fingerprint is kept
 * @param commitTimeout how long a commit tries to get its turn
 */
public record LakeConfig(
    CatalogAddress catalog,
    @Nullable String dataPath,
    String workingDirectory,
    String unitKeyPrefix,
    Duration commitTimeout)
    implements Serializable {
  public static final String DEFAULT_UNIT_KEY_PREFIX = "beam.ducklake.unit.";
  private static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofMinutes(2);

  public LakeConfig {
    requireNonNull(catalog, "catalog");
    requireNonNull(commitTimeout, "commitTimeout");
    if (!Path.of(workingDirectory).isAbsolute()) {
      throw new IllegalArgumentException(
          "Invalid working directory: %s. It must be absolute.".formatted(workingDirectory));
    }
    if (unitKeyPrefix.isEmpty()) {
      throw new IllegalArgumentException("Invalid unit key prefix: it is empty.");
    }
    if (dataPath != null && dataPath.isBlank()) {
      throw new IllegalArgumentException("Invalid data path: it is empty.");
    }
    if (dataPath != null && dataPath.replaceFirst("^[A-Za-z0-9+.-]+://", "").contains("//")) {
      throw new IllegalArgumentException(
          "Invalid data path: %s. It has two slashes in a row, which stores take for a name."
              .formatted(dataPath));
    }
    if (commitTimeout.isNegative() || commitTimeout.isZero()) {
      throw new IllegalArgumentException("Invalid commit timeout: " + commitTimeout);
    }
  }

  /**
   * @param catalog as {@link CatalogAddress#parse} takes it; relative paths count from the folder
   *     that this JVM was started in
   */
  public static LakeConfig of(String catalog) {
    return of(CatalogAddress.parse(catalog), null);
  }

  /** A lake at an address, with the data path as it shall be stored. */
  public static LakeConfig of(CatalogAddress catalog, @Nullable String dataPath) {
    return new LakeConfig(
        catalog,
        dataPath,
        Path.of("").toAbsolutePath().toString(),
        DEFAULT_UNIT_KEY_PREFIX,
        DEFAULT_COMMIT_TIMEOUT);
  }

  public LakeConfig withDataPath(String path) {
    return new LakeConfig(catalog, path, workingDirectory, unitKeyPrefix, commitTimeout);
  }

  /** Relative paths count from this folder. */
  public LakeConfig resolvedAgainst(Path folder) {
    return new LakeConfig(
        catalog, dataPath, folder.toAbsolutePath().toString(), unitKeyPrefix, commitTimeout);
  }

  public LakeConfig withUnitKeyPrefix(String prefix) {
    return new LakeConfig(catalog, dataPath, workingDirectory, prefix, commitTimeout);
  }

  public LakeConfig withCommitTimeout(Duration timeout) {
    return new LakeConfig(catalog, dataPath, workingDirectory, unitKeyPrefix, timeout);
  }

  /** Absolute path of a catalog that is a file. */
  public Path catalogFile() {
    if (catalog.kind() == CatalogAddress.Kind.POSTGRES) {
      throw new IllegalStateException("A PostgreSQL catalog is no file");
    }
    return Path.of(workingDirectory).resolve(catalog.target()).normalize();
  }

  /**
   * Absolute form of a data path as a catalog stores it.
   *
   * @return ends in a slash
   */
  public String absolute(String stored) {
    String path = withSlash(stored);
    boolean local = !path.contains("://");
    return local ? withSlash(Path.of(workingDirectory).resolve(path).normalize().toString()) : path;
  }

  /** The text that a new catalog stores as its data path. */
  public String newDataPath() {
    if (dataPath != null) {
      return withSlash(dataPath);
    }
    if (catalog.kind() == CatalogAddress.Kind.POSTGRES) {
      throw new IllegalArgumentException(
          "Cannot make a lake in %s without a data path. Give one, e.g. s3://bucket/lake/."
              .formatted(catalog));
    }
    return withSlash(catalog.target() + ".files");
  }

  /** A data path as catalogs store it. */
  public static String withSlash(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
