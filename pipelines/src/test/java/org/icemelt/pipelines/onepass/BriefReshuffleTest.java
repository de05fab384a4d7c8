package org.icemelt.pipelines.onepass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class BriefReshuffleTest {
  @Test
  void keepsEachElementOnceWithItsTime() {
    List<TimestampedValue<Integer>> numbers =
        IntStream.range(0, 100)
            .mapToObj(i -> TimestampedValue.of(i % 7, Instant.ofEpochSecond(i)))
            .toList();
    List<String> expected =
        numbers.stream().map(n -> n.getValue() + " at " + n.getTimestamp()).toList();
    for (boolean brief : new boolean[] {false, true}) {
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
      PCollection<Integer> spread = spread(pipeline, numbers);
      PAssert.that(spread.apply("Tell", ParDo.of(new Tell()))).containsInAnyOrder(expected);
      if (brief) {
        BriefReshuffle.in(pipeline);
      }
      assertThat(steps(pipeline).contains("Spread/Group")).isEqualTo(brief);
      pipeline.run().waitUntilFinish();
    }
  }

  @Test
  void leavesCoderAndWindowsAsTheyWere() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    spread(pipeline, List.of(TimestampedValue.of(1, Instant.EPOCH)));
    PCollection<?> before = output(pipeline);
    BriefReshuffle.in(pipeline);
    PCollection<?> after = output(pipeline);
    assertThat(after.getCoder()).isEqualTo(before.getCoder());
    assertThat(after.getWindowingStrategy()).isEqualTo(before.getWindowingStrategy());
    assertThat(after.isBounded()).isEqualTo(before.isBounded());
  }

  private static PCollection<Integer> spread(
      Pipeline pipeline, List<TimestampedValue<Integer>> numbers) {
    return pipeline
        .apply("Numbers", Create.timestamped(numbers).withCoder(VarIntCoder.of()))
        .apply("Spread", Reshuffle.viaRandomKey());
  }

  private static List<String> steps(Pipeline pipeline) {
    List<String> names = new ArrayList<>();
    visit(pipeline, node -> names.add(node.getFullName()));
    return names;
  }

  private static PCollection<?> output(Pipeline pipeline) {
    List<PCollection<?>> found = new ArrayList<>();
    visit(
        pipeline,
        node -> {
          if (node.getFullName().equals("Spread")) {
            found.add((PCollection<?>) node.getOutputs().values().iterator().next());
          }
        });
    return found.get(0);
  }

  private static void visit(Pipeline pipeline, Consumer<TransformHierarchy.Node> visitor) {
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (!node.isRootNode()) {
              visitor.accept(node);
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            visitor.accept(node);
          }
        });
  }

  private static final class Tell extends DoFn<Integer, String> {
    @ProcessElement
    public void tell(@Element Integer number, @Timestamp Instant at, OutputReceiver<String> out) {
      out.output(number + " at " + at);
    }
  }
}
