package org.icemelt.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Finds DuckDB's extension files, in this order: the folder that the user names, the cache that an
 * earlier run filled, DuckDB's own repository, the wheels on PyPI. The last two fill the cache.
 */
final class Extensions {
  static final String PROPERTY = "icemelt.duckdb.extensions";
  static final String VARIABLE = "DUCKDB_EXTENSIONS_DIR";
  static final List<String> NAMES =
      List.of("ducklake", "sqlite_scanner", "postgres_scanner", "spatial", "httpfs");
  private static final Duration INSTALL_LIMIT = Duration.ofSeconds(20);

  private final String version = DuckDbVersion.tag();
  private final String platform = DuckDbVersion.platform();
  private final Path cache = ProjectRoot.path().resolve("target/duckdb-extensions");

  /**
   * A folder to give to {@code SET extension_directory}: holds {@code
   * VERSION/PLATFORM/NAME.duckdb_extension} for each of {@link #NAMES}.
   */
  Path find() {
    Optional<Path> given =
        Stream.of(System.getProperty(PROPERTY), System.getenv(VARIABLE))
            .filter(text -> text != null && !text.isBlank())
            .findFirst()
            .map(text -> Path.of(text).toAbsolutePath());
    if (given.isPresent()) {
      return inLayout(given.get());
    }
    List<String> tried = new ArrayList<>();
    try {
      MadeOnce.folder(cache.resolve(version), draft -> fill(draft.resolve(platform), tried));
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get DuckDB's extensions %s for %s %s.%nTried: %s.%n"
                  .formatted(NAMES, version, platform, String.join(";\n       ", tried))
              + "What helps: network access to PyPI or a pip that is set to a mirror; or "
              + "the .duckdb_extension files in a folder named by environment variable "
              + "%s or system property %s.".formatted(VARIABLE, PROPERTY),
          e);
    }
    return cache;
  }

  /** The path of an extension's file, with <code>{name}</code> in place of its name. */
  String pattern() {
    return find().resolve(version).resolve(platform).resolve(file("{name}")).toString();
  }

  private Path inLayout(Path given) {
    Path layout = given.resolve(version).resolve(platform);
    List<String> missing =
        NAMES.stream().filter(n -> !Files.isRegularFile(layout.resolve(file(n)))).toList();
    if (!missing.isEmpty()) {
      throw new JudgeUnavailableException(
          "Cannot find extensions %s in %s, the folder that %s or %s names. "
                  .formatted(missing, layout, PROPERTY, VARIABLE)
              + "Put NAME.duckdb_extension there, or name no folder to have them downloaded.");
    }
    return given;
  }

  private void fill(Path into, List<String> tried) throws IOException {
    Files.createDirectories(into);
    try {
      fromRepository(into);
      return;
    } catch (IOException e) {
      tried.add("INSTALL from DuckDB's repository: " + firstLine(e));
    } finally {
      MadeOnce.deleteTree(into.resolve("installed"));
    }
    try {
      fromWheels(into);
    } catch (IOException | JudgeUnavailableException e) {
      tried.add("wheels from PyPI: " + e.getMessage());
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }

  /** Runs INSTALL in a thread of its own, as a network that swallows packets would hold it. */
  private void fromRepository(Path into) throws IOException {
    Path installed = into.resolve("installed");
    CompletableFuture<Void> work = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                  Statement statement = connection.createStatement()) {
                statement.execute("SET extension_directory=" + Judge.literal(installed.toString()));
                for (String name : NAMES) {
                  statement.execute("INSTALL " + name);
                }
                work.complete(null);
              } catch (SQLException e) {
                work.completeExceptionally(e);
              }
            },
            "duckdb-install");
    thread.setDaemon(true);
    thread.start();
    try {
      work.get(INSTALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + INSTALL_LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    for (String name : NAMES) {
      Files.move(
          installed.resolve(version).resolve(platform).resolve(file(name)),
          into.resolve(file(name)));
    }
  }

  private void fromWheels(Path into) throws IOException {
    Path wheels = Files.createDirectory(into.resolve("wheels"));
    String number = version.substring(1);
    Python.plain()
        .download(
            NAMES.stream()
                .map(name -> "duckdb-extension-" + name.replace('_', '-') + "==" + number)
                .toList(),
            wheels);
    for (String name : NAMES) {
      Wheel.unpack(
          wheels,
          "duckdb_extension_" + name,
          "duckdb_extension_%s/extensions/%s/%s".formatted(name, version, file(name)),
          into.resolve(file(name)));
    }
    Files.delete(wheels);
  }

  private static String file(String name) {
    return name + ".duckdb_extension";
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
