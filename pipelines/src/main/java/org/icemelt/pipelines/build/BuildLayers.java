package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.build.BuildSettings.Layer;
import org.icemelt.pipelines.layers.LayersPipeline;
import org.icemelt.pipelines.layers.LayersRun;
import org.icemelt.pipelines.layers.LayersSettings;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.report.LayersReport;
import org.icemelt.pipelines.runner.RunnerChoice;
import org.icemelt.pipelines.runner.SharedFolders;

/** The second pipeline of {@code build}, from the look at the lake to what became of it. */
final class BuildLayers {
  /** DirectRunner pays for each shard of each step, and has one machine's cores. */
  private static final int FEW_SHARDS = 4;

  private static final int MANY_SHARDS = 64;

  private final BuildSettings settings;
  private final RunnerChoice runner;
  private final PrintStream err;

  /**
   * @param settings of the first pipeline
   */
  BuildLayers(BuildSettings settings, RunnerChoice runner, PrintStream err) {
    this.settings = requireNonNull(settings).ofLayers();
    this.runner = requireNonNull(runner);
    this.err = requireNonNull(err);
  }

  /** Of this pipeline's commit. */
  String writeId() {
    return settings.runId();
  }

  static boolean areAskedFor(BuildSettings settings) {
    return settings.has(Layer.PREPARED) || settings.has(Layer.CURATED);
  }

  /**
   * Computes the asked-for layers from the lake as it is, if anything they depend on has changed.
   *
   * @throws UsageException if the lake lacks what they are computed from
   * @throws CommandFailedException if the pipeline failed; the lake keeps the layers it had
   */
  LayersReport run(BuildOptions options) {
    long started = System.nanoTime();
    Optional<LayersSettings> needed = needed();
    if (needed.isEmpty()) {
      return LayersReport.unchanged(secondsSince(started));
    }
    options.setJobName("icemelt-layers-" + settings.runId());
    Pipeline pipeline = Pipeline.create(options);
    new LayersPipeline(needed.get()).build(pipeline);
    if (runner.flink() == null) {
      LayersPipeline.mergeSteps(pipeline);
    }
    pipelineRun().toEnd(pipeline);
    Optional<CommitResult> commit = Lake.of(settings.lake()).commit(settings.runId());
    return commit.isEmpty()
        ? LayersReport.unchanged(secondsSince(started))
        : new LayersReport(
            LayersReport.Outcome.COMMITTED,
            commit.get().snapshotId(),
            needed.get().snapshot(),
            commit.get().rowsAdded(),
            null,
            secondsSince(started));
  }

  /** Leaves the pipeline to the cluster. */
  Optional<String> submit(BuildOptions options) {
    Optional<LayersSettings> needed = needed();
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    Pipeline pipeline = Pipeline.create(options);
    new LayersPipeline(needed.get()).build(pipeline);
    return pipelineRun().submit(pipeline);
  }

  private PipelineRun pipelineRun() {
    return new PipelineRun(settings, runner, SharedFolders.none(), Counters.Pipeline.LAYERS, err);
  }

  private Optional<LayersSettings> needed() {
    try {
      return LayersRun.needed(
          settings.lake(),
          new LayersRun.Wish(
              settings.runId(),
              settings.has(Layer.PREPARED),
              settings.has(Layer.CURATED),
              settings.h3Resolutions(),
              settings.boundaries(),
              settings.journal(),
              runner.flink() == null ? FEW_SHARDS : MANY_SHARDS,
              settings.author()));
    } catch (DuckLakeException e) {
      throw new CommandFailedException(
          ExitCode.RUN_FAILED, "Cannot build the layers: " + e.getMessage(), e);
    }
  }

  /** What to report of layers that could not be built. */
  static LayersReport failed(String message) {
    return new LayersReport(LayersReport.Outcome.FAILED, null, null, Map.of(), message, 0);
  }

  private static double secondsSince(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
