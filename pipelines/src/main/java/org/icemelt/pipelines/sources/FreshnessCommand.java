package org.icemelt.pipelines.sources;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.options.FreshnessOptions;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;
import org.icemelt.pipelines.report.TextTable;

/** {@code freshness}: how long ago each source was last checked; exit 0 fresh, 1 warn, 2 error. */
public final class FreshnessCommand extends OptionsCommand<FreshnessOptions> {
  /** In dbt's words; the later the worse. */
  enum State {
    PASS,
    WARN,
    ERROR
  }

  private final Clock clock;

  public FreshnessCommand() {
    this(Clock.systemUTC());
  }

  FreshnessCommand(Clock clock) {
    super(FreshnessOptions.class, "age of each source against limits; exit 0, 1 warn, 2 error");
    this.clock = clock;
  }

  @Override
  protected ExitCode run(FreshnessOptions options, Path folder, PrintStream out, PrintStream err) {
    Limits limits = Limits.of(options);
    Lake lake = OptionsParser.existingLake(options, folder);
    try (LakeQuery query = LakeQuery.open(lake)) {
      TextTable table = new TextTable(List.of("source", "checked (UTC)", "days", "state"));
      List<State> states = new ArrayList<>();
      for (Source source : new LakeSources(lake, query, Frozen.of(options.getManifest())).all()) {
        if (source.checkedAt() != null) {
          states.add(add(table, source, checkedAt(query, source.checkedAt()), limits));
        }
      }
      out.print(table);
      return exitCode(states);
    } catch (QueryException e) {
      throw new CommandFailedException(ExitCode.TOO_OLD, e.getMessage(), e);
    }
  }

  private State add(TextTable table, Source source, Instant checked, Limits limits) {
    Duration age = Duration.between(checked, clock.instant());
    State state = source.frozen() ? State.PASS : state(age, limits);
    table.add(
        List.of(
            source.name().schema() + "." + source.name().name(),
            checked.toString(),
            "%.1f".formatted(age.toMinutes() / 1440.0),
            state.name().toLowerCase(Locale.ROOT) + (source.frozen() ? " (frozen)" : "")));
    return state;
  }

  private static State state(Duration age, Limits limits) {
    if (age.compareTo(Duration.ofDays(limits.error())) > 0) {
      return State.ERROR;
    }
    return age.compareTo(Duration.ofDays(limits.warn())) > 0 ? State.WARN : State.PASS;
  }

  private static Instant checkedAt(LakeQuery query, String sql) throws QueryException {
    String epoch = "SELECT epoch_us(checked_at) FROM (%s)".formatted(sql);
    long micros = Long.parseLong(query.run(epoch).rows().get(0).get(0));
    return Instant.EPOCH.plusNanos(micros * 1000);
  }

  private static ExitCode exitCode(List<State> states) {
    if (states.contains(State.ERROR)) {
      return ExitCode.TOO_OLD;
    }
    return states.contains(State.WARN) ? ExitCode.STALE : ExitCode.OK;
  }
}
