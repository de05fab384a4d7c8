package org.icemelt.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.icemelt.judge.Command;

/** The program run inside this JVM: its exit code and what it printed. */
public final class Program {
  private Program() {}

  /** Runs it and claims that it ended with {@code exitCode}. */
  public static Command expect(int exitCode, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExitCode code;
    try (PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      code = Main.run(arguments, o, e);
    }
    Command ran =
        new Command(
            code.number(),
            out.toString(StandardCharsets.UTF_8),
            err.toString(StandardCharsets.UTF_8));
    assertThat(ran.exitCode()).as("%s", ran).isEqualTo(exitCode);
    return ran;
  }
}
