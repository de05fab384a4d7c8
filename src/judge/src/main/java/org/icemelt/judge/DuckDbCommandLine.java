package org.icemelt.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** DuckDB's own command line, as people install it: the binary of the wheel {@code duckdb-cli}. */
public final class DuckDbCommandLine {
  private DuckDbCommandLine() {}

  /**
   * The binary, of the JDBC driver's version; downloaded at first use.
   *
   * @throws JudgeUnavailableException if there is none to be had
   */
  public static Path executable() {
    String version = DuckDbVersion.number();
    Path folder = ProjectRoot.path().resolve("target/duckdb-cli/" + version);
    try {
      MadeOnce.folder(folder, draft -> fill(draft, version));
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get DuckDB's command line %s from PyPI: %s".formatted(version, e.getMessage())
              + ". Put the binary at "
              + folder.resolve("duckdb")
              + ", or give pip a reachable index.",
          e);
    }
    return folder.resolve("duckdb");
  }

  private static void fill(Path draft, String version) throws IOException {
    Python.plain().download(List.of("duckdb-cli==" + version), draft);
    Path binary = draft.resolve("duckdb");
    Wheel.unpack(draft, "duckdb_cli", "duckdb_cli/duckdb", binary);
    if (!binary.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + binary + " executable");
    }
  }
}
