package org.icemelt.pipelines.runner;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.CommandLine;
import org.jspecify.annotations.Nullable;

/**
 * The runner that the command line asks for.
 *
 * @param flink where Flink runs; null for other runners
 * @param onCluster whether workers are processes of their own, maybe on other machines
 * @param detached the user does not wait for the job
 */
public record RunnerChoice(@Nullable FlinkMaster flink, boolean onCluster, boolean detached) {
  private static final String FLINK_CLASS = "org.apache.flink.api.common.ExecutionConfig";

  /**
   * Reads the choice.
   *
   * @throws UsageException if this program cannot be run so
   */
  public static RunnerChoice of(CommandLine line) {
    Map<String, String> words = line.options();
    refuseStreaming(words);
    if (!isFlink(words)) {
      return new RunnerChoice(null, false, false);
    }
    ClassLoader system = ClassLoader.getSystemClassLoader();
    if (!hasFlink(system)) {
      throw new UsageException(
          "Cannot run Flink from mvn exec:java: Flink looks for its classes where Maven keeps its"
              + " own. Make the jar once, \"mvn package -DskipTests\", and run \"java -jar"
              + " pipelines/target/icemelt.jar --runner=FlinkRunner --flinkMaster=[local]\".");
    }
    FlinkMaster master = new FlinkMaster(words.getOrDefault("flinkMaster", "[auto]"));
    boolean underFlinkRun = RunnerChoice.class.getClassLoader() != system;
    boolean onCluster = master.rest().isPresent() || (master.isAuto() && underFlinkRun);
    boolean detached = onCluster && "false".equals(words.get("attachedMode"));
    return new RunnerChoice(master, onCluster, detached);
  }

  private static boolean hasFlink(ClassLoader loader) {
    try {
      Class.forName(FLINK_CLASS, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void refuseStreaming(Map<String, String> words) {
    for (String option : new String[] {"streaming", "useDataStreamForBatch"}) {
      if (Boolean.parseBoolean(words.get(option))) {
        throw new UsageException(
            ("Cannot build with --%s: the sources are bounded, and on Flink a worker that dies"
                    + " then makes rows appear twice, without an error. Leave the option out:"
                    + " build runs as a batch job.")
                .formatted(option));
      }
    }
  }

  /** The job of this name on the cluster; empty unless a host is named. */
  public Optional<FlinkJob> job(String name) {
    return Optional.ofNullable(flink).flatMap(FlinkMaster::rest).map(r -> new FlinkJob(r, name));
  }

  /** Gets the cluster, if there is one, ready for a pipeline that is run with these options. */
  public void prepare(PipelineOptions options) {
    if (onCluster && flink != null) {
      NamedSteps.on(flink, options);
    }
  }

  /**
   * The words and, where the user is silent, what suits the runner. Whatever we set can be set
   * otherwise.
   */
  public static Map<String, String> withDefaults(Map<String, String> given) {
    Map<String, String> words = new LinkedHashMap<>(given);
    boolean alone = "false".equalsIgnoreCase(words.get("useParallel"));
    if (!isFlink(words) && isDirect(words)) {
      // its checks are for tests of DoFns; they cost more than the work
      words.putIfAbsent("enforceImmutability", "false");
      words.putIfAbsent("enforceEncodability", "false");
      words.putIfAbsent("blockOnRun", "false");
      // with more threads than cores the one that looks for work takes time from those that do it
      words.putIfAbsent(
          "targetParallelism",
          alone ? "1" : Integer.toString(Runtime.getRuntime().availableProcessors()));
    } else if (alone) {
      words.putIfAbsent("parallelism", "1");
    }
    if (isFlink(words)) {
      FlinkMaster master = new FlinkMaster(words.getOrDefault("flinkMaster", "[auto]"));
      // our elements are never changed once they are made, so operators may share them
      words.putIfAbsent("objectReuse", "true");
      words.putIfAbsent("fasterCopy", "true");
      if (master.isEmbedded()) {
        words.putIfAbsent(
            "parallelism", Integer.toString(Runtime.getRuntime().availableProcessors()));
      } else {
        // attached, run() would block and nobody could cancel: the program waits by itself
        words.put("attachedMode", "false");
      }
    }
    return words;
  }

  private static boolean isFlink(Map<String, String> words) {
    return requireNonNull(words.getOrDefault("runner", "")).endsWith("FlinkRunner");
  }

  private static boolean isDirect(Map<String, String> words) {
    return words.getOrDefault("runner", "DirectRunner").endsWith("DirectRunner");
  }
}
