package org.icemelt.pipelines.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.icemelt.pipelines.build.PlannedRun;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.PlanOptions;
import org.icemelt.pipelines.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn, against Beam's portable form of the pipelines, which runners are sent. */
class PlanGraphTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--runId=r",
        "--layers=raw,staging --datasets=deu_ufz_pv_2015 --recordChecks=true --failFast=true",
        "--layers=prepared --h3Resolution=5,7",
        "--layers=curated --manifest=world"
      })
  void drawsTheStepsAndLinksOfThePortablePipeline(String words) {
    Plan plan = PlanCommand.plan(options(words), folder, silent());
    PlannedRun run = PlannedRun.of(options(words), folder);
    List<ProtoSteps> expected = new ArrayList<>();
    run.sources().map(ProtoSteps::of).ifPresent(expected::add);
    run.layers().map(ProtoSteps::of).ifPresent(expected::add);
    assertThat(plan.pipelines().stream().map(PlanGraphTest::drawn)).isEqualTo(expected);
    assertThat(expected).allSatisfy(steps -> assertThat(steps.links()).hasSizeGreaterThan(8));
  }

  @Test
  void drawsNoSourcesWhereOnlyLayersAreAskedFor() {
    Plan layers = PlanCommand.plan(options("--layers=prepared,curated"), folder, silent());
    assertThat(layers.datasets()).isEmpty();
    assertThat(layers.pipelines())
        .extracting(PlanGraph::title)
        .containsExactly("Lake to prepared and curated layer");
  }

  @Test
  void hasABranchForEachDatasetAndItsBytes() {
    Plan plan =
        PlanCommand.plan(options("--datasets=deu_ufz_pv_2015,esp_gem_pv_2025"), folder, silent());
    assertThat(plan.datasets())
        .containsExactly(
            new Branch("deu_ufz_pv_2015", "in the program", 5, 0L, null),
            new Branch("esp_gem_pv_2025", "in the program", 1, 0L, null));
  }

  @Test
  void goesThroughTheStagesInOrder() {
    Plan plan = PlanCommand.plan(options("--layers=raw,staging"), folder, silent());
    PlanGraph graph = plan.pipelines().get(0);
    assertThat(stage(graph, "ReadManifest")).isEqualTo(Stage.SOURCE);
    assertThat(stage(graph, "FetchFiles")).isEqualTo(Stage.FETCH);
    assertThat(stage(graph, "FeaturesToFiles/ReadFeatures")).isEqualTo(Stage.READ);
    assertThat(stage(graph, "FeaturesToFiles/EncodeWkt")).isEqualTo(Stage.TRANSFORM);
    assertThat(stage(graph, "CommitSnapshot")).isEqualTo(Stage.SINK);
    for (Link link : graph.links()) {
      assertThat(stage(graph, link.to())).isGreaterThanOrEqualTo(stage(graph, link.from()));
    }
  }

  @Test
  void tellsWhatAStepIsSetTo() {
    Plan plan =
        PlanCommand.plan(options("--maxMb=7 --cachePath=kept --runId=mine"), folder, silent());
    PlanGraph graph = plan.pipelines().get(0);
    assertThat(step(graph, "FetchFiles").settings())
        .containsEntry("largestDownloadBytes", "7000000")
        .containsEntry("cachePath", folder.resolve("kept").toString());
    assertThat(step(graph, "CommitSnapshot").settings()).containsEntry("writeId", "mine");
  }

  @Test
  void aRenamedStepChangesThePlan() {
    assertThat(GraphReader.read("test", counting("CountWords")))
        .isEqualTo(GraphReader.read("test", counting("CountWords")))
        .isNotEqualTo(GraphReader.read("test", counting("CountLines")));
    assertThat(GraphReader.read("test", counting("CountLines")).steps())
        .extracting(Step::label)
        .containsExactly("Make words", "Count lines");
  }

  private static Pipeline counting(String name) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply("MakeWords", Create.of("a", "b")).apply(name, Count.globally());
    return pipeline;
  }

  private static ProtoSteps drawn(PlanGraph graph) {
    Set<String> steps = new TreeSet<>(graph.steps().stream().map(Step::id).toList());
    Set<List<String>> links = new HashSet<>();
    graph.links().forEach(link -> links.add(List.of(link.from(), link.to())));
    assertThat(links).hasSameSizeAs(graph.links());
    return new ProtoSteps(steps, links);
  }

  private static Stage stage(PlanGraph graph, String id) {
    return step(graph, id).stage();
  }

  private static Step step(PlanGraph graph, String id) {
    return graph.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  static PlanOptions options(String words) {
    return OptionsParser.parse(CommandLine.parse(("plan " + words).split(" ")), PlanOptions.class);
  }

  static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
