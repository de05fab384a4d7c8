package org.icemelt.pipelines.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

class ListedTest {
  private static final List<String> NAMES =
      IntStream.range(0, 500).mapToObj(i -> i == 0 ? "slow" : "quick " + i).toList();

  private static CountDownLatch others = new CountDownLatch(0);

  /** With {@code Create}, the last waits until the slow one is done, which waits for the last. */
  @Test
  void noElementWaitsForAnotherThatTakesLong() {
    others = new CountDownLatch(NAMES.size() - 1);
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<String> done =
        pipeline
            .apply("Names", Listed.of(NAMES, String.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("Work", ParDo.of(new Work()));
    PAssert.that(done).containsInAnyOrder(NAMES);
    pipeline.run().waitUntilFinish();
    assertThat(others.getCount()).isZero();
  }

  @Test
  void givesNothingOfAnEmptyList() {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    PAssert.that(pipeline.apply(Listed.of(List.of(), String.class))).empty();
    pipeline.run().waitUntilFinish();
  }

  private static final class Work extends DoFn<String, String> {
    @ProcessElement
    public void work(@Element String name, OutputReceiver<String> out) throws InterruptedException {
      if (!name.equals("slow")) {
        others.countDown();
      } else if (!others.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException(others.getCount() + " others are still waiting");
      }
      out.output(name);
    }
  }
}
