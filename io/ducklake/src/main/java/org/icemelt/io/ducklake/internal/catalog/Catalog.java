package org.icemelt.io.ducklake.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.icemelt.io.ducklake.CatalogUnavailableException;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A lake's catalog. Each call opens a connection of its own and closes it, unless {@link #keepOpen}
 * was called: then one connection serves all calls until {@link #close}, as long as no more than a
 * few seconds lie between two of them. Not for several threads.
 */
public final class Catalog implements AutoCloseable {
  /** A look at a catalog that is there and of the right format. */
  @FunctionalInterface
  interface Look<T> {
    T at(Db db, LakeReader reader) throws SQLException;
  }

  /** How long a look waits for a writer that keeps everyone out. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** After this long without use a connection may be cut, or the file behind it another one. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

  private final LakeConfig config;
  private final Dialect dialect;
  private final Clock clock;
  private boolean keeping;
  private @Nullable Connection kept;
  private Instant keptSince = Instant.MIN;

  /** Whether the kept connection has seen a lake. */
  private boolean seen;

  public Catalog(LakeConfig config, Clock clock) {
    this(config, Dialect.of(config), clock);
  }

  Catalog(LakeConfig config, Dialect dialect, Clock clock) {
    this.config = config;
    this.dialect = dialect;
    this.clock = clock;
  }

  public LakeConfig config() {
    return config;
  }

  Dialect dialect() {
    return dialect;
  }

  public Clock clock() {
    return clock;
  }

  /** Keeps the connection from call to call, until {@link #close}. */
  public void keepOpen() {
    keeping = true;
  }

  /** Whether {@link #keepOpen} was called. */
  public boolean isKeptOpen() {
    return keeping;
  }

  /** Whether a connection that is kept between commits is in nobody's way. */
  public boolean mayStayOpen() {
    return dialect.mayStayOpen();
  }

  @Override
  public void close() {
    keeping = false;
    drop();
  }

  /** Closes the kept connection: the next call makes a new one. */
  void drop() {
    Connection last = kept;
    kept = null;
    seen = false;
    if (last != null) {
      Db.closeQuietly(last);
    }
  }

  /** A connection for one transaction or look. */
  Db connect() throws SQLException {
    dropIfIdle();
    Connection there = kept;
    kept = null;
    seen = seen && there != null;
    return new Db(there == null ? dialect.open() : there, dialect, this::giveBack);
  }

  private void dropIfIdle() {
    if (kept != null && clock.instant().isAfter(keptSince.plus(LONGEST_IDLE))) {
      drop();
    }
  }

  private void giveBack(Connection connection) {
    if (keeping && kept == null) {
      kept = connection;
      keptSince = clock.instant();
    } else {
      Db.closeQuietly(connection);
    }
  }

  /** Whether there is a lake. */
  public boolean exists() {
    return look((db, reader) -> true).isPresent();
  }

  /**
   * Makes the lake, as its first snapshot, unless it is there. Waits for its turn as a commit does.
   *
   * @throws CatalogUnavailableException if it got none in time
   */
  public void createIfAbsent() {
    dropIfIdle();
    if (kept != null && seen || exists()) {
      return;
    }
    Turns.take(
        config.commitTimeout(),
        clock,
        dialect::isRetryable,
        "make a lake in",
        this,
        () -> {
          create();
          return true;
        });
  }

  private void create() throws SQLException {
    drop(); // it may be of a file that is gone
    try (Db db = new Db(dialect.create(), dialect, this::giveBack)) {
      db.beginCreate();
      if (db.hasTable("ducklake_metadata")) {
        return; // a rival was faster
      }
      requireOwnFile(db);
      CatalogTables.create(db);
      firstSnapshot(db);
      db.commit();
    }
  }

  /** A file is a lake's alone, or it is somebody's by mistake; a database server holds many. */
  private void requireOwnFile(Db db) throws SQLException {
    List<String> tables = db.list(dialect.foreignTablesSql(), row -> Db.text(row, "name"));
    if (!tables.isEmpty()) {
      throw new LakeFormatException(
          "Cannot make a lake in %s: it is a database with other tables (%s). Name a new file."
              .formatted(config.catalog(), String.join(", ", tables)));
    }
  }

  private void firstSnapshot(Db db) throws SQLException {
    String insert = "INSERT INTO ducklake_metadata (key, value) VALUES (?, ?)";
    db.write(insert, "version", CatalogFormat.ofNewLakes().text());
    db.write(insert, "created_by", "Ice-mELT DuckLakeIO");
    db.write(insert, "data_path", config.newDataPath());
    db.write(insert, "encrypted", "false");
    db.write(
        """
        INSERT INTO ducklake_snapshot
          (snapshot_id, snapshot_time, schema_version, next_catalog_id, next_file_id)
        VALUES (0, ?, 0, 1, 0)
        """,
        clock.instant());
    db.write(
        "INSERT INTO ducklake_snapshot_changes (snapshot_id, changes_made) VALUES (0, ?)",
        "created_schema:\"main\"");
    db.write(
        """
        INSERT INTO ducklake_schema
          (schema_id, schema_uuid, begin_snapshot, schema_name, path, path_is_relative)
        VALUES (0, ?, 0, 'main', 'main/', ?)
        """,
        UUID.randomUUID(),
        true);
  }

  /** Asks the catalog, all of it as of one moment; empty if there is no lake. */
  <T> Optional<T> look(Look<T> question) {
    if (!dialect.mayExist()) {
      return Optional.empty();
    }
    Duration patience =
        config.commitTimeout().compareTo(PATIENCE) < 0 ? config.commitTimeout() : PATIENCE;
    return Turns.take(
        patience,
        clock,
        dialect::isRetryable,
        "read",
        this,
        () -> {
          boolean reused = kept != null;
          try {
            return ask(question);
          } catch (SQLException e) {
            if (reused && dialect.isUnavailable(e)) {
              return ask(question); // the connection had been cut while it was idle
            }
            throw e;
          }
        });
  }

  private <T> Optional<T> ask(Look<T> question) throws SQLException {
    try (Db db = connect()) {
      db.beginLook();
      seen = seen || db.hasTable("ducklake_metadata");
      return seen ? Optional.of(question.at(db, reader(db))) : Optional.empty();
    }
  }

  /**
   * Checks, in whatever transaction {@code db} is, that this version can use the lake.
   *
   * @throws LakeFormatException if it cannot
   */
  LakeReader reader(Db db) throws SQLException {
    LakeOptions options = LakeOptions.read(db);
    String version = options.ofLake("version").orElse("(none)");
    if (CatalogFormat.named(version).isEmpty()) {
      throw new LakeFormatException(
          "Cannot use %s: its format is %s, and only %s is supported. Attach it once with DuckDB 1.5 and AUTOMATIC_MIGRATION true, or use a version of this program made for that format."
              .formatted(config.catalog(), version, CatalogFormat.known()));
    }
    if (options.ofLake("encrypted").filter(Boolean::parseBoolean).isPresent()) {
      throw new LakeFormatException(
          "Cannot use %s: its data files are encrypted, which is not supported."
              .formatted(config.catalog()));
    }
    String dataPath =
        options
            .ofLake("data_path")
            .orElseThrow(
                () ->
                    new LakeFormatException(
                        "Cannot use %s: it holds no data_path.".formatted(config.catalog())));
    String given = config.dataPath();
    if (given != null && !LakeConfig.withSlash(given).equals(LakeConfig.withSlash(dataPath))) {
      throw new LakeFormatException(
          "Cannot use %s with data path %s: it was made with %s. Give that one, or none."
              .formatted(config.catalog(), given, dataPath));
    }
    return new LakeReader(db, config, options, config.absolute(dataPath));
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
        "Failed to %s the catalog %s: %s. Check that it is a DuckLake catalog, that it may be written, and that its disk has room."
            .formatted(what, config.catalog(), e.getMessage()),
        e);
  }

  static CommitRefusedException refused(String message, @Nullable Object... parts) {
    return new CommitRefusedException(message.formatted(parts) + " Nothing was registered.");
  }
}
