package org.icemelt.pipelines.onepass;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;

/**
 * Spreads elements over bundles in fewer steps than {@link Reshuffle#viaRandomKey()}.
 *
 * <p>DirectRunner sets up each step anew for each bundle, and here each element becomes a bundle.
 * Beam's transform then carries every element through three steps more, to keep windows and panes
 * that a bounded pipeline in the global window does not have.
 */
public final class BriefReshuffle {
  private BriefReshuffle() {}

  /** Replaces all of a bounded pipeline in the global window; to be called before it runs. */
  public static void in(Pipeline pipeline) {
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                applied -> applied.getTransform() instanceof Reshuffle.ViaRandomKey,
                new Replacing())));
  }

  private static final class Replacing
      implements PTransformOverrideFactory<
          PCollection<Object>, PCollection<Object>, Reshuffle.ViaRandomKey<Object>> {
    @Override
    public PTransformReplacement<PCollection<Object>, PCollection<Object>> getReplacementTransform(
        AppliedPTransform<PCollection<Object>, PCollection<Object>, Reshuffle.ViaRandomKey<Object>>
            applied) {
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(applied), new Brief());
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<Object> newOutput) {
      return ReplacementOutputs.singleton(outputs, newOutput);
    }
  }

  private static final class Brief extends PTransform<PCollection<Object>, PCollection<Object>> {
    @Override
    public PCollection<Object> expand(PCollection<Object> input) {
      return input
          .apply("RandomKey", ParDo.of(new Reshuffle.AssignShardFn<>(null)))
          .apply("AtOnce", atOnce())
          .apply("Group", GroupByKey.create())
          .apply("Ungroup", ParDo.of(new Ungroup()))
          .setWindowingStrategyInternal(input.getWindowingStrategy())
          .setCoder(input.getCoder());
    }

    /** Each element goes on when it comes, at its own time. */
    private static Window<KV<Integer, Object>> atOnce() {
      return Window.<KV<Integer, Object>>into(new GlobalWindows())
          .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
          .discardingFiredPanes()
          .withTimestampCombiner(TimestampCombiner.EARLIEST)
          .withAllowedLateness(Duration.ZERO);
    }
  }

  private static final class Ungroup extends DoFn<KV<Integer, Iterable<Object>>, Object> {
    @ProcessElement
    public void ungroup(@Element KV<Integer, Iterable<Object>> group, OutputReceiver<Object> out) {
      group.getValue().forEach(out::output);
    }
  }
}
