package org.icemelt.acceptance;

import static org.icemelt.judge.Judge.literal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.AttachOption;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;

/** A folder that the program is run in, with the lake that it makes there by default. */
record RunFolder(Path path) {
  static final Path ALL = Path.of("target", "runs").toAbsolutePath();

  /** File in a folder whose lake the closing audit leaves out. */
  static final String NOT_AUDITED = "NOT-AUDITED";

  /** An empty folder of that name; what an earlier test run left there is gone. */
  static RunFolder empty(String name) {
    Path path = ALL.resolve(name);
    try {
      if (Files.exists(path)) {
        for (Path old : tree(path).sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(old);
        }
      }
      return new RunFolder(Files.createDirectories(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This folder with its lake, once more: a lake of relative paths can be carried elsewhere. */
  RunFolder copy(String name) {
    RunFolder copy = empty(name);
    for (Path from : tree(path).toList()) {
      Path to = copy.path.resolve(path.relativize(from).toString());
      try {
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return copy;
  }

  /** Leaves what is in this folder out of the closing audit. */
  RunFolder notAudited(String why) {
    try {
      Files.writeString(path.resolve(NOT_AUDITED), why + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code build} here and claims exit code 0. */
  Command build(String... options) {
    return expect(0, options);
  }

  /**
   * Runs the program here and claims its exit code. A build that names no layers makes those that
   * come from sources; {@link DefaultLake} and {@link LayersIT} build all.
   */
  Command expect(int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    boolean builds = all.isEmpty() || all.get(0).startsWith("--") || all.get(0).equals("build");
    if (builds && all.stream().noneMatch(word -> word.startsWith("--layers"))) {
      all.add("--layers=raw,staging");
    }
    return Icemelt.expect(exitCode, path, all.toArray(String[]::new));
  }

  /** DuckDB with the lake attached and in use as {@code lake}. */
  Connection open(AttachOption... further) throws SQLException {
    AttachOption[] options =
        Stream.concat(
                Stream.of(AttachOption.existing(), AttachOption.overrideDataPath(dataPath())),
                Stream.of(further))
            .toArray(AttachOption[]::new);
    Connection duckdb = Judge.connect();
    Judge.attach(duckdb, "sqlite:" + catalog(), "lake", options);
    Judge.execute(duckdb, "USE lake");
    return duckdb;
  }

  /** The lake's catalog, absolute. */
  Path catalog() {
    return path.resolve("db/ducklake_catalog.sqlite");
  }

  /** The lake's data path, absolute, ending in a slash. */
  String dataPath() {
    return path.resolve("db/ducklake_data") + "/";
  }

  /** Faults of the lake as seen from this folder; none for a sound lake. */
  List<String> faults() {
    return LakeAudit.check("sqlite:db/ducklake_catalog.sqlite", path);
  }

  /** Ids of the lake's snapshots, oldest first. */
  List<Long> snapshots() throws SQLException {
    try (Connection duckdb = open()) {
      return Judge.rows(
              duckdb, "SELECT snapshot_id FROM ducklake_snapshots('lake') ORDER BY snapshot_id")
          .stream()
          .map(row -> (Long) row.get(0))
          .toList();
    }
  }

  /** Regular files below this folder, relative, sorted. */
  List<String> files() {
    return tree(path)
        .filter(Files::isRegularFile)
        .map(file -> path.relativize(file).toString())
        .sorted()
        .toList();
  }

  /** SQL that reads a table's rows of one dataset. */
  static String where(String dataset) {
    return " WHERE dataset_name = " + literal(dataset);
  }

  private static Stream<Path> tree(Path top) {
    try (Stream<Path> tree = Files.walk(top)) {
      return tree.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
