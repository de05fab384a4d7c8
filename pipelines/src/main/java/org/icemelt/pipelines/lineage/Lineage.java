package org.icemelt.pipelines.lineage;

import static java.util.Objects.requireNonNull;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.transports.Transport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.report.DatasetReport;
import org.icemelt.pipelines.report.LayersReport;
import org.icemelt.pipelines.report.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * The OpenLineage events of one {@code build}: job {@code build} from the sources to the raw and
 * staging tables, and as a part of it job {@code build.layers} from staging to the layers. Each run
 * has START and one of COMPLETE (exit codes 0 and 3), FAIL and ABORT (Ctrl-C).
 */
public final class Lineage {
  private final List<Receiver> receivers;
  private final LakeConfig lake;
  private final String runId;
  private final PrintStream err;
  private final Events build;
  private final AtomicReference<@Nullable Events> running = new AtomicReference<>();

  private Lineage(List<Receiver> receivers, LakeConfig lake, String runId, PrintStream err) {
    this.receivers = List.copyOf(receivers);
    this.lake = requireNonNull(lake);
    this.runId = requireNonNull(runId);
    this.err = requireNonNull(err);
    this.build = new Events("build", runId, null);
  }

  /**
   * Of the run with this write id.
   *
   * @param receivers values of {@code --openLineage}; null if nobody asked for events
   * @param folder relative files count from it
   * @throws org.icemelt.pipelines.UsageException if a receiver cannot be one
   */
  public static Lineage of(
      @Nullable List<String> receivers,
      Path folder,
      LakeConfig lake,
      String runId,
      PrintStream err) {
    return new Lineage(Receiver.parse(receivers, folder, System.getenv()), lake, runId, err);
  }

  /**
   * Does the run's work between its events.
   *
   * @param work gives the exit code
   * @param report what became of it, asked after the work
   */
  public ExitCode around(Supplier<ExitCode> work, Supplier<RunReport> report) {
    if (receivers.isEmpty()) {
      return work.get();
    }
    Thread abort = new Thread(this::abort, "icemelt-lineage");
    Runtime.getRuntime().addShutdownHook(abort);
    begin(build);
    try {
      ExitCode code = work.get();
      end(build, null, () -> built(code, report.get()));
      return code;
    } catch (RuntimeException e) {
      end(build, null, () -> broken(e));
      throw e;
    } finally {
      remove(abort);
    }
  }

  /**
   * Does the work of the second pipeline between its events.
   *
   * @param writeId of its commit
   */
  public LayersReport aroundLayers(String writeId, Supplier<LayersReport> work) {
    if (receivers.isEmpty()) {
      return work.get();
    }
    Events layers = new Events("build.layers", writeId, build);
    begin(layers);
    try {
      LayersReport report = work.get();
      end(layers, build, () -> computed(layers, writeId, report));
      return report;
    } catch (RuntimeException e) {
      end(layers, build, () -> layers.ended(EventType.FAIL, e.getMessage(), Datasets.NONE));
      throw e;
    }
  }

  /** Says that the run goes on without this program, which will not see its end. */
  public void leave() {
    running.set(null);
    if (!receivers.isEmpty()) {
      err.println(
          "warning: --openLineage: a job that is left to its cluster has a START event and no other.");
    }
  }

  private void begin(Events run) {
    running.set(run);
    send(run.started());
  }

  /** Sends a run's last event, unless another was faster. */
  private void end(Events run, @Nullable Events next, Supplier<OpenLineage.RunEvent> event) {
    if (running.compareAndSet(run, next)) {
      send(event.get());
    }
  }

  private void abort() {
    for (Events run = running.getAndSet(null); run != null; run = run == build ? null : build) {
      send(run.ended(EventType.ABORT, null, Datasets.NONE));
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the program is being ended, and the hook with it
    }
  }

  private OpenLineage.RunEvent built(ExitCode code, RunReport report) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("exit_code", code.number());
    List<DatasetReport> datasets = report.datasets();
    outcome.put("datasets", datasets.stream().map(Lineage::told).toList());
    String failures =
        datasets.stream()
            .map(DatasetReport::failure)
            .filter(failure -> failure != null)
            .collect(Collectors.joining("\n"));
    boolean complete = code == ExitCode.OK || code == ExitCode.DATASET_FAILED;
    String error =
        !failures.isEmpty()
            ? failures
            : code == ExitCode.OK ? null : "The run ended with exit code " + code.number();
    return build.ended(complete ? EventType.COMPLETE : EventType.FAIL, error, outcome, committed());
  }

  private OpenLineage.RunEvent broken(RuntimeException e) {
    ExitCode code =
        e instanceof CommandFailedException failed ? failed.exitCode() : ExitCode.RUN_FAILED;
    return build.ended(
        EventType.FAIL,
        String.valueOf(e.getMessage()),
        Map.of("exit_code", code.number()),
        committed());
  }

  private OpenLineage.RunEvent computed(Events layers, String writeId, LayersReport report) {
    boolean failed = report.outcome() == LayersReport.Outcome.FAILED;
    return layers.ended(
        failed ? EventType.FAIL : EventType.COMPLETE,
        report.message(),
        inTheLake(here -> Datasets.ofLayers(here, writeId, report.computedFrom())));
  }

  /** What the lake holds of the run, whatever became of it. */
  private Datasets committed() {
    return inTheLake(here -> Datasets.ofBuild(here, runId));
  }

  private Datasets inTheLake(Function<Lake, Datasets> question) {
    try {
      Lake here = Lake.of(lake);
      return here.exists() ? question.apply(here) : Datasets.NONE;
    } catch (DuckLakeException e) {
      err.println(
          "warning: --openLineage: the last event names no files and tables, the lake could not be"
              + " asked: "
              + e.getMessage());
      return Datasets.NONE;
    }
  }

  private static Map<String, Object> told(DatasetReport dataset) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("dataset", dataset.dataset());
    told.put("status", dataset.status().name().toLowerCase(Locale.ROOT));
    told.put("read", dataset.read());
    told.put("stored", dataset.stored());
    told.put("rejected", dataset.rejected());
    return told;
  }

  private void send(OpenLineage.RunEvent event) {
    for (Receiver receiver : receivers) {
      try {
        Transport transport = receiver.open();
        try {
          transport.emit(event);
        } finally {
          transport.close();
        }
      } catch (Exception e) { // whatever it is, the run is worth more than its event
        err.printf(
            "warning: --openLineage=%s: failed to send the %s event of job %s: %s%n",
            receiver, event.getEventType(), event.getJob().getName(), reason(e));
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getClass().getSimpleName() + ": " + last.getMessage();
  }
}
