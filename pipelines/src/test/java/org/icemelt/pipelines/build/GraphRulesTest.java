package org.icemelt.pipelines.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.PlanOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the graph of the first pipeline must be like, for the sake of the runners. */
class GraphRulesTest {
  /** The part of the graph in which there are features and rows. */
  private static final String ROWS = "FeaturesToFiles/";

  @TempDir Path folder;

  private List<TransformHierarchy.Node> steps(String... words) {
    List<String> line = new ArrayList<>(List.of("plan", "--layers=raw,staging"));
    line.addAll(Arrays.asList(words));
    PlanOptions options =
        OptionsParser.parse(CommandLine.parse(line.toArray(String[]::new)), PlanOptions.class);
    List<TransformHierarchy.Node> steps = new ArrayList<>();
    PlannedRun.of(options, folder)
        .sources()
        .orElseThrow()
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                steps.add(node);
                return CompositeBehavior.ENTER_TRANSFORM;
              }

              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                steps.add(node);
              }
            });
    return steps;
  }

  /** DirectRunner would hold them all in memory; Flink would send them to other workers. */
  @Test
  void rowsAreNeverGrouped() {
    List<TransformHierarchy.Node> steps = steps();
    assertThat(steps).anyMatch(step -> step.getFullName().startsWith(ROWS));
    assertThat(steps.stream().filter(step -> step.getTransform() instanceof GroupByKey))
        .extracting(TransformHierarchy.Node::getFullName)
        .hasSizeGreaterThan(4)
        .noneMatch(name -> name.startsWith(ROWS));
  }

  /**
   * A branch for each dataset would exhaust a cluster's slots. (Beam makes one element
   * differently.)
   */
  @Test
  void manyDatasetsAreElementsOfTheSameSteps() {
    assertThat(steps("--manifest=world"))
        .extracting(TransformHierarchy.Node::getFullName)
        .containsExactlyElementsOf(
            steps("--datasets=deu_ufz_pv_2015,esp_gem_pv_2025").stream()
                .map(TransformHierarchy.Node::getFullName)
                .toList());
  }
}
