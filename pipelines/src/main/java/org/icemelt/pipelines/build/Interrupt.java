package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.PipelineResult;
import org.icemelt.io.ducklake.WriteJournal;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does while a run is under way: first the gate in front of the commit is closed, then
 * the pipeline is cancelled, then the run's own files are removed. A commit that had begun is
 * whole.
 */
final class Interrupt implements AutoCloseable {
  /** Rounds in which no file of ours may turn up any more before the program ends. */
  private static final int QUIET_ROUNDS = 4;

  private final Thread hook;
  private final AtomicReference<@Nullable PipelineResult> running = new AtomicReference<>();
  private final BuildSettings settings;
  private final PrintStream err;

  private Interrupt(BuildSettings settings, PrintStream err) {
    this.settings = settings;
    this.err = err;
    this.hook = new Thread(this::stop, "icemelt-interrupt");
  }

  static Interrupt install(BuildSettings settings, PrintStream err) {
    Interrupt interrupt = new Interrupt(settings, err);
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  void watch(PipelineResult result) {
    running.set(result);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the hook is running: it ends the program, so this thread waits for that
      waitForEnd();
    }
  }

  private void waitForEnd() {
    try {
      hook.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    err.println("interrupted: cancelling the run, removing its files");
    PipelineResult result = running.get();
    WriteJournal journal = settings.journal();
    try {
      journal.stopRun();
      if (result != null) {
        result.cancel();
      }
      int removed = 0;
      for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
        int now = journal.removeLeftovers(settings.lake());
        removed += now;
        quiet = now > 0 ? 0 : quiet;
        TimeUnit.MILLISECONDS.sleep(100);
      }
      err.println("interrupted: %d files removed, nothing half-committed".formatted(removed));
      journal.close();
      settings.firstFetch().forget();
    } catch (IOException e) {
      err.println("interrupted: failed to cancel: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
