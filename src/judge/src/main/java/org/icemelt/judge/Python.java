package org.icemelt.judge;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Python 3 that has the module {@code duckdb} of the very version of the JDBC driver: the
 * interpreter that environment variable {@value #VARIABLE} names, else the {@code python3} of the
 * path with a copy of the module that pip puts under {@code target/python} once.
 */
public final class Python {
  public static final String VARIABLE = "ICEMELT_PYTHON";
  private static final String EXTENSIONS_OF_BENCHMARKS = "DUCKDB_EXT";

  private static final String[] GEOPANDAS = {
    "geopandas==1.2.0",
    "pandas==3.1.1",
    "numpy==2.4.6",
    "pyarrow==26.0.1",
    "pyogrio==0.13.0",
    "pyproj==3.7.2",
    "shapely==2.2.0"
  };

  private final String executable;
  private final Map<String, String> environment;

  private Python(String executable, Map<String, String> environment) {
    this.executable = executable;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Finds it, downloading the module at first use.
   *
   * @throws JudgeUnavailableException if there is no Python, or no such module to be had
   */
  public static Python withDuckDb() {
    String want = DuckDbVersion.number();
    Python given = new Python(executable(), Map.of());
    if (given.duckDbVersion().equals(want)) {
      return given;
    }
    Path modules = ProjectRoot.path().resolve("target/python/duckdb-" + want);
    try {
      MadeOnce.folder(modules, draft -> given.install("duckdb==" + want, draft));
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get the Python module duckdb %s (%s). Tried: %s -m pip install --target. Install it, "
                  .formatted(want, e.getMessage(), given.executable)
              + "or set "
              + VARIABLE
              + " to a Python that has it.",
          e);
    }
    return new Python(given.executable, Map.of("PYTHONPATH", modules.toString()));
  }

  /**
   * One that can run dbt on DuckDB: {@code python -m dbt.cli.main}.
   *
   * @throws JudgeUnavailableException if there is no Python, or no such modules to be had
   */
  public static Python withDbt() {
    return with(
        "dbt-1.11.16",
        "dbt-core==1.11.16",
        "dbt-duckdb==1.11.1",
        "duckdb==" + DuckDbVersion.number());
  }

  /**
   * One that has geopandas, with what reads Parquet, GeoJSON and CSV.
   *
   * @throws JudgeUnavailableException if there is no Python, or no such modules to be had
   */
  public static Python withGeopandas() {
    return with("geopandas-1.2.0", GEOPANDAS);
  }

  /**
   * What {@code src/bench} needs as environment variables: an interpreter with geopandas and the
   * module {@code duckdb}, and where DuckDB's extensions are.
   *
   * @throws JudgeUnavailableException if there is no Python, or no such modules to be had
   */
  public static Map<String, String> forBenchmarks() {
    Python geopandas = withGeopandas();
    Python duckdb = withDuckDb();
    String modules =
        Stream.of(geopandas, duckdb)
            .flatMap(python -> Optional.ofNullable(python.environment.get("PYTHONPATH")).stream())
            .collect(Collectors.joining(File.pathSeparator));
    return Map.of(
        "PYTHON",
        geopandas.executable,
        "PYTHONPATH",
        modules,
        EXTENSIONS_OF_BENCHMARKS,
        new Extensions().pattern());
  }

  /**
   * A benchmark that needs the module {@code duckdb} alone: {@code python ARGUMENTS} in {@code
   * folder}, where it also keeps what it makes.
   */
  public static Command benchmark(Path folder, Duration limit, String... arguments) {
    Map<String, String> environment =
        Map.of(
            "PEER_WORK", folder.toString(), EXTENSIONS_OF_BENCHMARKS, new Extensions().pattern());
    return withDuckDb().run(folder, environment, limit, arguments);
  }

  /** Modules that pip puts into a folder once, with all that they need, as wheels only. */
  private static Python with(String name, String... requirements) {
    Path modules = ProjectRoot.path().resolve("target/python").resolve(name);
    Python plain = plain();
    List<String> arguments = new ArrayList<>(List.of("install", "--only-binary", ":all:"));
    try {
      MadeOnce.folder(
          modules,
          draft -> {
            arguments.addAll(List.of("--target", draft.toString()));
            arguments.addAll(List.of(requirements));
            plain.pip(arguments.toArray(String[]::new));
          });
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get the Python modules %s (%s). What helps: network access to PyPI or a pip that is set to a mirror."
              .formatted(List.of(requirements), e.getMessage()),
          e);
    }
    return new Python(plain.executable, Map.of("PYTHONPATH", modules.toString()));
  }

  /**
   * A Python that has Apache Beam, which pip puts under {@code target/python} once (about 100 MB).
   *
   * @throws JudgeUnavailableException if there is no Python, or no such module to be had
   */
  public static Python withBeam(String version) {
    Python given = new Python(executable(), Map.of());
    Path modules = ProjectRoot.path().resolve("target/python/apache-beam-" + version);
    try {
      MadeOnce.folder(
          modules,
          draft ->
              given.pip(
                  "install",
                  "--only-binary",
                  ":all:",
                  "--target",
                  draft.toString(),
                  "apache-beam==" + version));
    } catch (IOException e) {
      throw new JudgeUnavailableException(
          "Cannot get the Python module apache-beam %s (%s). Give pip an index that has it."
              .formatted(version, e.getMessage()),
          e);
    }
    return new Python(given.executable, Map.of("PYTHONPATH", modules.toString()));
  }

  /** The interpreter alone, for what needs its standard library only. */
  static Python plain() {
    return new Python(executable(), Map.of());
  }

  /** Runs {@code python ARGUMENTS} in {@code folder}, {@code extra} added to the environment. */
  public Command run(Path folder, Map<String, String> extra, Duration limit, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(extra);
    all.put("PYTHONIOENCODING", "utf-8");
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(List.of(arguments));
    try {
      return Command.run(folder, all, limit, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code python ARGUMENTS}, whose error stream goes to a file. */
  Process start(Map<String, String> extra, Path errors, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    builder.environment().putAll(extra);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    return builder.start();
  }

  private static String executable() {
    return Stream.of(System.getenv(VARIABLE), "python3", "python")
        .filter(name -> name != null && isPython3(name))
        .findFirst()
        .orElseThrow(
            () ->
                new JudgeUnavailableException(
                    "Cannot find Python 3: neither %s (now %s) nor python3 nor python can be run. "
                            .formatted(VARIABLE, System.getenv(VARIABLE))
                        + "Install Python 3 with pip, or set "
                        + VARIABLE
                        + "."));
  }

  private static boolean isPython3(String name) {
    try {
      return Command.run(
                  Path.of("").toAbsolutePath(),
                  Map.of(),
                  Duration.ofSeconds(20),
                  List.of(name, "-c", "import sys; sys.exit(sys.version_info.major != 3)"))
              .exitCode()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String duckDbVersion() {
    return run(
            Path.of("").toAbsolutePath(),
            Map.of(),
            Duration.ofSeconds(60),
            "-c",
            "import duckdb; print(duckdb.__version__, end='')")
        .stdout();
  }

  private void install(String requirement, Path into) throws IOException {
    pip("install", "--only-binary", ":all:", "--no-deps", "--target", into.toString(), requirement);
  }

  /** Downloads wheels of exactly these requirements into {@code into}. */
  void download(List<String> requirements, Path into) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("download", "--only-binary", ":all:"));
    arguments.addAll(List.of("--no-deps", "--dest", into.toString()));
    arguments.addAll(requirements);
    pip(arguments.toArray(String[]::new));
  }

  private void pip(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-m", "pip", "--quiet"));
    all.addAll(List.of("--disable-pip-version-check"));
    all.addAll(List.of(arguments));
    Command pip =
        run(
            Path.of("").toAbsolutePath(),
            Map.of(),
            Duration.ofMinutes(5),
            all.toArray(String[]::new));
    if (pip.exitCode() != 0) {
      throw new IOException(
          "%s %s: exit %d, %s"
              .formatted(executable, String.join(" ", all), pip.exitCode(), pip.stderr().strip()));
    }
  }
}
