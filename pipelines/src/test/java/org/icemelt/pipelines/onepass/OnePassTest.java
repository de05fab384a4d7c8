package org.icemelt.pipelines.onepass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnePassTest {
  private static final TupleTag<String> EVEN = new TupleTag<>("even") {};
  private static final TupleTag<String> ODD = new TupleTag<>("odd") {};

  @Test
  void givesWhatTheStepsGiveOneByOne(@TempDir Path folder) throws Exception {
    for (boolean merged : new boolean[] {false, true}) {
      Pipeline pipeline = pipeline();
      PCollection<String> out = numbered(pipeline, folder.resolve("log-" + merged));
      PAssert.that(out).containsInAnyOrder("two:0", "two:2", "odd 1", "odd 3", "bundle of 2");
      if (merged) {
        OnePass.of(pipeline, Sorted.class);
      }
      pipeline.run().waitUntilFinish();
    }
  }

  @Test
  void takesEachElementThroughAllStepsBeforeTheNext(@TempDir Path folder) throws Exception {
    Pipeline pipeline = pipeline();
    Path log = folder.resolve("log");
    numbered(pipeline, log);
    OnePass.of(pipeline, Sorted.class);
    pipeline.run().waitUntilFinish();
    assertThat(Files.readAllLines(log))
        .containsSubsequence("made 0", "took 0", "made 2", "took 2")
        .containsSubsequence("made 1", "took 1", "made 3", "took 3");
  }

  @Test
  void refusesToMergeAGrouping() {
    Pipeline pipeline = pipeline();
    pipeline.apply(Create.of("a")).apply(new Grouping());
    assertThatThrownBy(() -> OnePass.of(pipeline, Grouping.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in one pass")
        .hasMessageContaining("neither ParDo nor Flatten");
  }

  private static Pipeline pipeline() {
    return Pipeline.create(PipelineOptionsFactory.fromArgs("--targetParallelism=1").create());
  }

  /** From each element come two numbers: 0 and 2, 1 and 3. */
  private static PCollection<String> numbered(Pipeline pipeline, Path log) {
    PCollectionView<Map<String, String>> words =
        pipeline
            .apply("Words", Create.of("two"))
            .apply(WithKeys.<String, String>of("even").withKeyType(TypeDescriptors.strings()))
            .apply(View.asMap());
    return pipeline
        .apply("Numbers", Create.of(0, 1))
        .apply("Sorted", new Sorted(words, log.toString()));
  }

  private static final class Sorted extends PTransform<PCollection<Integer>, PCollection<String>> {
    private final transient PCollectionView<Map<String, String>> words;
    private final String log;

    Sorted(PCollectionView<Map<String, String>> words, String log) {
      this.words = words;
      this.log = log;
    }

    @Override
    public PCollection<String> expand(PCollection<Integer> firsts) {
      PCollectionTuple split =
          firsts
              .apply("Make", ParDo.of(new Make(log)))
              .apply(
                  "Split",
                  ParDo.of(new Split(words, log))
                      .withSideInputs(words)
                      .withOutputTags(EVEN, TupleTagList.of(ODD)));
      PCollection<String> odd = split.get(ODD).apply("Count", ParDo.of(new CountPerBundle()));
      return PCollectionList.of(split.get(EVEN)).and(odd).apply(Flatten.pCollections());
    }
  }

  private static void note(String log, String line) throws IOException {
    Files.writeString(
        Path.of(log),
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static final class Make extends DoFn<Integer, Integer> {
    private final String log;

    Make(String log) {
      this.log = log;
    }

    @ProcessElement
    public void make(@Element Integer first, OutputReceiver<Integer> out) throws IOException {
      for (int number : List.of(first, first + 2)) {
        note(log, "made " + number);
        out.output(number);
      }
    }
  }

  private static final class Split extends DoFn<Integer, String> {
    private final PCollectionView<Map<String, String>> words;
    private final String log;

    Split(PCollectionView<Map<String, String>> words, String log) {
      this.words = words;
      this.log = log;
    }

    @ProcessElement
    public void split(@Element Integer number, ProcessContext context, MultiOutputReceiver out)
        throws IOException {
      note(log, "took " + number);
      if (number % 2 == 0) {
        out.get(EVEN).output(context.sideInput(words).get("even") + ":" + number);
      } else {
        out.get(ODD).output("odd " + number);
      }
    }
  }

  /** Passes elements on and says at the end of the bundle how many numbers there were. */
  private static final class CountPerBundle extends DoFn<String, String> {
    private int seen;

    @StartBundle
    public void start() {
      seen = 0;
    }

    @ProcessElement
    public void pass(@Element String text, OutputReceiver<String> out) {
      seen++;
      out.output(text);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      if (seen > 0) {
        context.output(
            "bundle of " + seen, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }
  }

  private static final class Grouping extends PTransform<PCollection<String>, PCollection<String>> {
    @Override
    public PCollection<String> expand(PCollection<String> input) {
      return input
          .apply(WithKeys.<String, String>of("all").withKeyType(TypeDescriptors.strings()))
          .apply(GroupByKey.create())
          .apply(Values.create())
          .apply(Flatten.iterables());
    }
  }
}
