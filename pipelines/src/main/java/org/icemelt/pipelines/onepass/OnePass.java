package org.icemelt.pipelines.onepass;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.pipelines.onepass.Steps.Step;

/**
 * Makes a composite of ParDos and Flattens one step.
 *
 * <p>DirectRunner keeps the whole output of a step's bundle in memory before the next step sees it,
 * and reads all splits before it starts on the first's features. A composite from one input to one
 * output in the global window, without state and timers, can do without.
 */
public final class OnePass {
  private OnePass() {}

  /**
   * Replaces every application of {@code composite} in the pipeline; to be called before it runs.
   */
  public static void of(
      Pipeline pipeline,
      Class<? extends PTransform<? extends PCollection<?>, ? extends PCollection<?>>> composite) {
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                applied -> composite.isInstance(applied.getTransform()), new Replacing())));
  }

  private static final class Replacing
      implements PTransformOverrideFactory<
          PCollection<Object>,
          PCollection<Object>,
          PTransform<PCollection<Object>, PCollection<Object>>> {
    @Override
    public PTransformReplacement<PCollection<Object>, PCollection<Object>> getReplacementTransform(
        AppliedPTransform<
                PCollection<Object>,
                PCollection<Object>,
                PTransform<PCollection<Object>, PCollection<Object>>>
            applied) {
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(applied),
          new Merged(Steps.of(applied), PTransformReplacements.getSingletonMainOutput(applied)));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<Object> newOutput) {
      return ReplacementOutputs.singleton(outputs, newOutput);
    }
  }

  private static final class Merged extends PTransform<PCollection<Object>, PCollection<Object>> {
    private final transient List<Step> steps;
    private final transient PCollection<Object> replaced;

    Merged(List<Step> steps, PCollection<Object> replaced) {
      this.steps = steps;
      this.replaced = replaced;
    }

    @Override
    public PCollection<Object> expand(PCollection<Object> input) {
      return input
          .apply("AllSteps", ParDo.of(new OnePassFn(steps)).withSideInputs(Steps.sideInputs(steps)))
          .setCoder(replaced.getCoder());
    }
  }
}
