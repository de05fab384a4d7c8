package org.icemelt.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Audits a lake from the outside, statement by statement of the DuckLake 1.0 specification, and
 * then lets DuckDB read it and write to a copy of it. Runs {@code check_lake.py}, which never
 * writes to the lake itself.
 */
public final class LakeAudit {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private LakeAudit() {}

  /**
   * Audits a lake whose paths are absolute.
   *
   * @param catalog {@code sqlite:/x/cat.sqlite}, {@code duckdb:/x/meta.ducklake} or {@code
   *     postgres:host=… dbname=…}
   * @return the faults, each {@code CODE: detail}; empty for a sound lake
   */
  public static List<String> check(String catalog) {
    return check(catalog, Path.of("").toAbsolutePath());
  }

  /**
   * Audits a lake as seen from {@code folder}, from where a relative path of the catalog and of its
   * data counts.
   */
  public static List<String> check(String catalog, Path folder, String... options) {
    List<String> arguments = new ArrayList<>(List.of(Script.FILE.toString(), catalog));
    arguments.addAll(List.of(options));
    Command audit =
        Python.withDuckDb()
            .run(
                folder,
                Map.of(Extensions.VARIABLE, Judge.extensionsDirectory().toString()),
                LIMIT,
                arguments.toArray(String[]::new));
    List<String> said = audit.stdout().lines().filter(line -> !line.isBlank()).toList();
    List<String> faults = said.stream().filter(line -> !line.startsWith("note:")).toList();
    boolean sound = audit.exitCode() == 0 && faults.size() == 1 && faults.get(0).startsWith("OK ");
    if (sound) {
      return List.of();
    }
    if (audit.exitCode() != 1 || faults.isEmpty()) {
      return List.of("AUDIT: exit %d, %s".formatted(audit.exitCode(), audit.stderr().strip()));
    }
    return faults;
  }

  /**
   * Whether the fault is one that {@code ducklake_rewrite_data_files} of DuckDB 1.5.5 leaves in
   * lakes that DuckDB alone wrote too: where one file holds only NULLs in a column, it forgets the
   * column's bounds. For lakes in which DuckDB rewrote files, and only for those.
   */
  public static boolean isOfDuckDbsRewrite(String fault) {
    return fault.startsWith("TSTATS:")
        && fault.contains("both bounds are NULL although there are values");
  }

  /** The script as a file, unpacked once a JVM. */
  private static final class Script {
    static final Path FILE = unpack();

    private static Path unpack() {
      try (InputStream in = LakeAudit.class.getResourceAsStream("check_lake.py")) {
        if (in == null) {
          throw new IllegalStateException("check_lake.py is not beside LakeAudit");
        }
        Path file = Files.createTempFile("check_lake", ".py");
        file.toFile().deleteOnExit();
        Files.write(file, in.readAllBytes());
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
