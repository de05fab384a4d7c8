package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.runner.FlinkJob;
import org.icemelt.pipelines.runner.RunnerChoice;
import org.icemelt.pipelines.runner.SharedFolders;
import org.icemelt.pipelines.stage.Spent;
import org.icemelt.pipelines.stage.StageClock;

/** One run of the build's pipeline on the chosen runner, from its submission to its end. */
final class PipelineRun {
  private final BuildSettings settings;
  private final RunnerChoice runner;
  private final SharedFolders folders;
  private final Counters.Pipeline counted;
  private final PrintStream err;
  private List<Spent> spent = List.of();

  PipelineRun(
      BuildSettings settings,
      RunnerChoice runner,
      SharedFolders folders,
      Counters.Pipeline counted,
      PrintStream err) {
    this.settings = requireNonNull(settings);
    this.runner = requireNonNull(runner);
    this.folders = requireNonNull(folders);
    this.counted = requireNonNull(counted);
    this.err = requireNonNull(err);
  }

  /**
   * Submits the pipeline and leaves it to the cluster.
   *
   * @return the job's page on the dashboard, if the cluster's address is known
   */
  Optional<String> submit(Pipeline pipeline) {
    try {
      settings.journal().open();
      runner.prepare(pipeline.getOptions());
      pipeline.run();
      return job(pipeline).map(FlinkJob::page);
    } catch (RuntimeException | IOException e) {
      throw new FailedRun(settings).because(e);
    }
  }

  /**
   * Runs the pipeline and waits for its end; what its dead workers left behind is removed.
   *
   * @return what its time went into, as far as the runner tells, and its whole time
   * @throws CommandFailedException if it failed
   */
  List<Spent> toEnd(Pipeline pipeline) {
    long begun = System.nanoTime();
    WriteJournal journal = settings.journal();
    try (Interrupt interrupt = Interrupt.install(settings, err)) {
      journal.open();
      PipelineResult.State state = waitFor(pipeline, interrupt);
      if (state != PipelineResult.State.DONE) {
        throw new FailedRun(settings).because(state, job(pipeline).flatMap(FlinkJob::failure));
      }
      journal.removeLeftovers(settings.lake());
      journal.close();
      settings.firstFetch().forget();
      List<Spent> all = new ArrayList<>(spent);
      all.add(Spent.once("the whole pipeline", (System.nanoTime() - begun) / 1e9));
      return all;
    } catch (Pipeline.PipelineExecutionException e) {
      throw new FailedRun(settings).because(e.getCause() == null ? e : e.getCause());
    } catch (CommandFailedException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      throw new FailedRun(settings).because(e);
    } finally {
      unmark();
    }
  }

  private PipelineResult.State waitFor(Pipeline pipeline, Interrupt interrupt) {
    Path written = Path.of(settings.journal().journal());
    Counters first = runner.onCluster() ? millis -> "sending the job" : Counters.of(written);
    try (Progress progress = Progress.start(first, err)) {
      runner.prepare(pipeline.getOptions());
      PipelineResult result = pipeline.run(); // Flink inside this process ends here
      interrupt.watch(result);
      Optional<FlinkJob> job = job(pipeline);
      job.ifPresent(j -> err.println("Flink job " + j.page()));
      if (job.isPresent()) {
        progress.count(counted.of(job.get()));
      } else if (runner.flink() == null) {
        progress.count(counted.of(result));
      }
      PipelineResult.State state = Progress.untilDone(result);
      if (state == PipelineResult.State.DONE) {
        spent = StageClock.of(result);
      }
      return state;
    }
  }

  private Optional<FlinkJob> job(Pipeline pipeline) {
    return runner.job(pipeline.getOptions().getJobName());
  }

  private void unmark() {
    try {
      folders.unmark();
    } catch (IOException e) {
      err.println("warning: failed to remove the run's marks: " + e.getMessage());
    }
  }
}
