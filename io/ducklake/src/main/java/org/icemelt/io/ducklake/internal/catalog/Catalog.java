package org.icemelt.io.ducklake.internal.catalog;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.icemelt.io.ducklake.CatalogUnavailableException;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeFormatException;
import org.jspecify.annotations.Nullable;

/** A lake's catalog. Each call opens a connection of its own and closes it. */
public final class Catalog {
  /** The one format that this version reads and writes; the only place that knows it. */
  private static final String FORMAT = "1.0";

  /** A look at a catalog that is there and of the right format. */
  @FunctionalInterface
  interface Look<T> {
    T at(Db db, LakeReader reader) throws SQLException;
  }

  private final LakeConfig config;
  private final Dialect dialect;
  private final Clock clock;

  public Catalog(LakeConfig config, Clock clock) {
    this.config = config;
    this.dialect = Dialect.of(config.catalog());
    this.clock = clock;
  }

  LakeConfig config() {
    return config;
  }

  Dialect dialect() {
    return dialect;
  }

  Clock clock() {
    return clock;
  }

  /** Whether there is a lake. */
  public boolean exists() {
    return look((db, reader) -> true).isPresent();
  }

  /** Makes the lake, as its first snapshot, unless it is there. */
  public void createIfAbsent() {
    if (exists()) {
      return;
    }
    try (Db db = new Db(dialect.create(config), dialect)) {
      db.begin();
      if (db.hasTable("ducklake_metadata")) {
        db.rollback(); // a rival was faster
        return;
      }
      CatalogTables.create(db);
      firstSnapshot(db);
      db.commit();
    } catch (SQLException e) {
      throw failure("make a lake in", e);
    }
  }

  private void firstSnapshot(Db db) throws SQLException {
    String insert = "INSERT INTO ducklake_metadata (key, value) VALUES (?, ?)";
    db.update(insert, "version", FORMAT);
    db.update(insert, "created_by", "Ice-mELT DuckLakeIO");
    db.update(insert, "data_path", config.newDataPath());
    db.update(insert, "encrypted", "false");
    db.update(
        """
        INSERT INTO ducklake_snapshot
          (snapshot_id, snapshot_time, schema_version, next_catalog_id, next_file_id)
        VALUES (0, ?, 0, 1, 0)
        """,
        clock.instant());
    db.update(
        "INSERT INTO ducklake_snapshot_changes (snapshot_id, changes_made) VALUES (0, ?)",
        "created_schema:\"main\"");
    db.update(
        """
        INSERT INTO ducklake_schema
          (schema_id, schema_uuid, begin_snapshot, schema_name, path, path_is_relative)
        VALUES (0, ?, 0, 'main', 'main/', ?)
        """,
        UUID.randomUUID(),
        true);
  }

  /** Asks the catalog; empty if there is no lake. */
  <T> Optional<T> look(Look<T> question) {
    if (!dialect.reachable(config)) {
      return Optional.empty();
    }
    try (Db db = new Db(dialect.open(config), dialect)) {
      if (!db.hasTable("ducklake_metadata")) {
        return Optional.empty();
      }
      return Optional.of(question.at(db, reader(db)));
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  /** Asks several questions of one and the same state of the catalog; empty if there is no lake. */
  <T> Optional<T> lookAtOneState(Look<T> question) {
    return look(
        (db, reader) -> {
          db.beginReading();
          return question.at(db, reader);
        });
  }

  /**
   * Checks, in whatever transaction {@code db} is, that this version can use the lake.
   *
   * @throws LakeFormatException if it cannot
   */
  LakeReader reader(Db db) throws SQLException {
    LakeReader plain = new LakeReader(db, config, "");
    String version = plain.globalMetadata("version").orElse("(none)");
    if (!version.equals(FORMAT)) {
      throw new LakeFormatException(
          "Cannot use %s: its format is %s, and only %s is supported. Attach it once with DuckDB 1.5 and AUTOMATIC_MIGRATION true, or use a version of this program made for that format."
              .formatted(config.catalog(), version, FORMAT));
    }
    if (Boolean.parseBoolean(plain.globalMetadata("encrypted").orElse("false"))) {
      throw new LakeFormatException(
          "Cannot use %s: its data files are encrypted, which is not supported."
              .formatted(config.catalog()));
    }
    String stored =
        plain
            .globalMetadata("data_path")
            .orElseThrow(
                () ->
                    new LakeFormatException(
                        "Cannot use %s: it holds no data_path.".formatted(config.catalog())));
    String given = config.dataPath();
    if (given != null && !LakeConfig.withSlash(given).equals(LakeConfig.withSlash(stored))) {
      throw new LakeFormatException(
          "Cannot use %s with data path %s: it was made with %s. Give that one, or none."
              .formatted(config.catalog(), given, stored));
    }
    return new LakeReader(db, config, config.absolute(stored));
  }

  /** Absolute path under which data files lie, of a lake or of one yet to be made. */
  public String dataPath() {
    return look((db, reader) -> reader.dataPath())
        .orElseGet(() -> config.absolute(config.newDataPath()));
  }

  /** What a failure of the database means to the caller. */
  DuckLakeException failure(String what, SQLException e) {
    if (dialect.isRetryable(e) || dialect.isUnavailable(e)) {
      return new CatalogUnavailableException(
          "Cannot %s the catalog %s: %s. Nothing was changed; try again when it can be reached."
              .formatted(what, config.catalog(), e.getMessage()),
          e);
    }
    return new LakeFormatException(
        "Failed to %s the catalog %s: %s. Check that it is a DuckLake catalog and that it may be written."
            .formatted(what, config.catalog(), e.getMessage()),
        e);
  }

  static CommitRefusedException refused(String message, @Nullable Object... parts) {
    return new CommitRefusedException(message.formatted(parts) + " Nothing was registered.");
  }
}
