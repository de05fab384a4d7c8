package org.icemelt.io.geofiles.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files give rows, rejects that add up, or a failure with a code; never a hang, a crash, an
 * exception, more memory than 256 MB or more rows than the good file has. {@code src/bench/soak.sh
 * fuzz} goes on for as long as one likes.
 */
class FuzzTest {
  private static final int MUTANTS = 2000;
  private static final long LIMIT_MINUTES = 10;
  private static final List<String> READERS = List.of("fgb", "geojson", "gpkg", "parquet", "shp");

  @TempDir Path folder;

  private List<String> run(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Fuzz.class.getName());
    command.add(words[0]);
    String files = words[0].equals("kept") ? "/mutants" : "/synthetic";
    command.add(Path.of(Fuzz.class.getResource(files).toURI()).toString());
    command.add(folder.toString());
    command.addAll(List.of(words).subList(1, words.length));
    Path log = folder.resolve("log");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = child.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    child.destroyForcibly();
    List<String> lines = read(log);
    assertThat(ended).as("%s", lines).isTrue();
    assertThat(child.waitFor()).as("%s", lines).isZero();
    return lines;
  }

  private static List<String> read(Path log) throws IOException {
    return Files.readAllLines(log);
  }

  private static long inputs(List<String> lines, String reader) {
    String line =
        lines.stream().filter(l -> l.startsWith(reader + " inputs=")).findFirst().orElseThrow();
    return Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(" rows=")));
  }

  @Test
  void mutantsGiveRowsOrACodedFailure() throws Exception {
    List<String> lines = run("mutants", "20261125", Integer.toString(MUTANTS));

    assertThat(lines).contains("failures=0");
    for (String reader : READERS) {
      assertThat(inputs(lines, reader)).as(reader).isEqualTo(MUTANTS);
    }
  }

  @Test
  void filesCutAnywhereGiveRowsOrACodedFailure() throws Exception {
    List<String> lines = run("cuts");

    assertThat(lines).contains("failures=0");
    assertThat(inputs(lines, "fgb")).isGreaterThan(5_000);
    assertThat(inputs(lines, "geojson")).isGreaterThan(10_000);
    assertThat(inputs(lines, "gpkg")).isGreaterThan(150);
    assertThat(inputs(lines, "parquet")).isGreaterThan(5_000);
    assertThat(inputs(lines, "shp")).isGreaterThan(15_000);
  }

  /** Each file's name says what it once did to the reader. */
  @Test
  void mutantsThatOnceFailedDoNoLonger() throws Exception {
    assertThat(run("kept"))
        .containsExactly(
            // parquet-java takes this length for granted; the reader makes a failure of it
            "run_of_levels_announces_gigabytes.parquet"
                + " Attempt[rows=0, rejected=0, code=FILE_MALFORMED_FOR_ONE_HUGE_REQUEST]",
            "snappy_page_announces_gigabytes.parquet"
                + " Attempt[rows=0, rejected=0, code=FILE_MALFORMED]");
  }
}
