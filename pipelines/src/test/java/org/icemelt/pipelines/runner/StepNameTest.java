package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as Beam 2.70 gives them to operators of Flink 1.19. */
class StepNameTest {
  @ParameterizedTest
  @CsvSource({
    "at Impulse (org.apache.beam.runners.flink.translation.wrappers.ImpulseInputFormat), Impulse",
    "at ReadManifest/Read(CreateSource) (org.apache.beam.runners.flink.translation.wrappers.SourceInputFormat), ReadManifest",
    "FlatMap at ReadManifest/MapElements/Map/ParMultiDo(Anonymous), ReadManifest",
    "FlatMap at ReadManifest/MapElements/Map/ParMultiDo(Anonymous).output, ReadManifest",
    "FlatMap at SpreadFiles/Pair with random key/ParMultiDo(AssignShard), SpreadFiles",
    "Map at SpreadFiles/Reshuffle, SpreadFiles",
    "FlatMap at FeaturesToFiles/ReadFeatures/ReadEach.rejects, FeaturesToFiles/ReadFeatures/ReadEach.rejects",
    "FlatMap at ExplodeWindows: CommitSnapshot/All, CommitSnapshot/All",
    "GroupReduce at GatherFindings, GatherFindings",
    "CommitSnapshot/OneWindow/Window.Assign.out, CommitSnapshot/OneWindow",
  })
  void isThePathOfTheStep(String operator, String step) {
    assertThat(StepName.of(operator)).contains(step);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Key Extractor",
        "UnionFixFilter",
        "GroupReduce at translateNode(FlinkBatchTransformTranslators.java:421)",
        "org.apache.flink.api.java.io.DiscardingOutputFormat@1e30db85"
      })
  void helpersOfFlinkBelongToNoStep(String operator) {
    assertThat(StepName.of(operator)).isEmpty();
  }

  @Test
  void outputsOfOurOwnKeepTheirNames() {
    assertThat(StepName.of("FlatMap at A/ParMultiDo(Fn).warnings")).contains("A.warnings");
  }
}
