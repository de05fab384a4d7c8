package org.icemelt.pipelines.onepass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.icemelt.pipelines.onepass.Steps.Step;
import org.icemelt.pipelines.stage.StageClock;
import org.icemelt.pipelines.stage.Work;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps inside one another: what a step puts out goes into the next one before the call
 * returns. In the global window, without state and timers.
 */
final class OnePassFn extends DoFn<Object, Object> {
  private final List<Step> steps;
  private final StageClock through = StageClock.of(Work.LINE);
  private final StageClock finishing = StageClock.of(Work.FINISH);
  private transient List<StepRunner> runners = List.of();
  private transient Map<PCollectionView<?>, Object> sideInputs = Map.of();
  private transient @Nullable Output output;

  /** Where the last step's elements go. */
  private interface Output {
    void accept(Object element, Instant timestamp);
  }

  OnePassFn(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  @Setup
  public void setup(PipelineOptions options) {
    for (Step step : steps) {
      DoFnInvokers.tryInvokeSetupFor(step.fn(), options);
    }
  }

  @StartBundle
  public void startBundle(StartBundleContext context) {
    sideInputs = new HashMap<>();
    List<StepRunner> made = new ArrayList<>();
    for (Step step : steps) {
      made.add(new StepRunner(step, context.getPipelineOptions(), sideInputs, feeds(step)));
    }
    runners = made;
    runners.forEach(StepRunner::startBundle);
  }

  @ProcessElement
  public void process(ProcessContext context) {
    long begun = System.nanoTime();
    for (PCollectionView<?> view : Steps.sideInputs(steps)) {
      sideInputs.computeIfAbsent(view, context::sideInput);
    }
    output = context::outputWithTimestamp;
    runners.get(0).process(context.element(), context.timestamp());
    through.addSince(begun);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    long begun = System.nanoTime();
    output = (element, timestamp) -> context.output(element, timestamp, GlobalWindow.INSTANCE);
    runners.forEach(StepRunner::finishBundle);
    finishing.addSince(begun);
    runners = List.of();
    sideInputs = Map.of();
    output = null;
  }

  @Teardown
  public void teardown() {
    for (Step step : steps) {
      DoFnInvokers.invokerFor(step.fn()).invokeTeardown();
    }
  }

  /** Hands a step's outputs to those that take them. */
  private StepRunner.Taker feeds(Step step) {
    Map<TupleTag<?>, int[]> takers = new HashMap<>();
    step.feeds()
        .forEach(
            (tag, into) -> takers.put(tag, into.stream().mapToInt(Integer::intValue).toArray()));
    return (tag, value, timestamp) -> {
      int[] into = takers.get(tag);
      for (int i = 0; into != null && i < into.length; i++) {
        if (into[i] == Steps.OUT) {
          emit(value, timestamp);
        } else {
          runners.get(into[i]).process(value, timestamp);
        }
      }
    };
  }

  private void emit(Object element, Instant timestamp) {
    Output out = output;
    if (out == null) {
      throw new IllegalStateException("An element came before the bundle's first input");
    }
    out.accept(element, timestamp);
  }
}
