package org.icemelt.pipelines.runner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.resources.PipelineResources;
import org.apache.flink.api.common.Plan;
import org.apache.flink.api.common.operators.DualInputOperator;
import org.apache.flink.api.common.operators.GenericDataSinkBase;
import org.apache.flink.api.common.operators.Operator;
import org.apache.flink.api.common.operators.SingleInputOperator;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.util.Visitor;

/**
 * Where Beam's batch jobs are made: as Flink does it, but the operators that the dashboard shows
 * carry the names of the pipeline's steps, not of classes.
 */
@SuppressWarnings("deprecation") // Beam's batch jobs use this interface of Flink's
final class NamedSteps extends ExecutionEnvironment {
  private NamedSteps(ExecutionEnvironment like) {
    super(like.getExecutorServiceLoader(), like.getConfiguration(), like.getUserCodeClassLoader());
    setParallelism(like.getParallelism());
  }

  /**
   * Lets the next pipeline with these options run on its cluster with named steps.
   *
   * @param master the JobManager's address, or the cluster that {@code flink run} has chosen
   */
  static void on(FlinkMaster master, PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    ExecutionEnvironment like =
        master.rest().isPresent() ? remote(master, flink) : getExecutionEnvironment();
    like.getConfiguration().set(DeploymentOptions.ATTACHED, flink.getAttachedMode());
    initializeContextEnvironment(() -> new NamedSteps(like));
    flink.setFlinkMaster(FlinkMaster.AUTO); // "the environment that is there"
  }

  /** What Beam does for an address. */
  private static ExecutionEnvironment remote(FlinkMaster master, FlinkPipelineOptions options) {
    resetContextEnvironment(); // of the pipeline before
    List<String> jars = jars(options);
    String folder = options.getFlinkConfDir();
    Configuration configuration =
        folder == null
            ? GlobalConfiguration.loadConfiguration()
            : GlobalConfiguration.loadConfiguration(folder);
    var rest = master.rest().orElseThrow();
    configuration.set(RestOptions.PORT, rest.getPort());
    return createRemoteEnvironment(
        rest.getHost(), rest.getPort(), configuration, jars.toArray(String[]::new));
  }

  /**
   * What is sent to the cluster; {@code --filesToStage=} sends nothing, as its classes are there.
   */
  private static List<String> jars(FlinkPipelineOptions options) {
    List<String> named = options.getFilesToStage();
    if (named != null && named.stream().allMatch(String::isEmpty)) {
      options.setFilesToStage(List.of());
    } else {
      PipelineResources.prepareFilesForStaging(options);
    }
    return options.getFilesToStage();
  }

  @Override
  public Plan createProgramPlan(String jobName, boolean clearSinks) {
    Plan plan = super.createProgramPlan(jobName, clearSinks);
    plan.accept(new Naming());
    return plan;
  }

  /** Names each operator once those before it have their names. */
  private static final class Naming implements Visitor<Operator<?>> {
    private final Set<Operator<?>> seen = new HashSet<>();

    @Override
    public boolean preVisit(Operator<?> operator) {
      return seen.add(operator);
    }

    @Override
    public void postVisit(Operator<?> operator) {
      operator.setName(
          StepName.of(operator.getName()).orElseGet(() -> "after " + nameBefore(operator)));
    }

    private static String nameBefore(Operator<?> operator) {
      Operator<?> before =
          operator instanceof SingleInputOperator<?, ?, ?> one
              ? one.getInput()
              : operator instanceof DualInputOperator<?, ?, ?, ?> two
                  ? two.getFirstInput()
                  : operator instanceof GenericDataSinkBase<?> sink ? sink.getInput() : null;
      return before == null ? "nothing" : before.getName().replaceFirst("^after ", "");
    }
  }
}
