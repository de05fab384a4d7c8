package org.icemelt.pipelines.onepass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.runners.core.DoFnRunners;
import org.apache.beam.runners.core.SideInputReader;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFnSchemaInformation;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.WindowedValueMultiReceiver;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.icemelt.pipelines.onepass.Steps.Step;
import org.icemelt.pipelines.stage.StageClock;
import org.icemelt.pipelines.stage.Work;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps inside one another: what a step puts out goes into the next one before the call
 * returns. In the global window, without state and timers.
 */
final class OnePassFn extends DoFn<Object, Object> {
  private final List<Step> steps;
  private final StageClock through = StageClock.of(Work.LINE);
  private final StageClock finishing = StageClock.of(Work.FINISH);
  private transient List<DoFnRunner<Object, Object>> runners = List.of();
  private transient Map<PCollectionView<?>, Object> sideInputs = Map.of();
  private transient @Nullable Output output;

  /** Where the last step's elements go. */
  private interface Output {
    void accept(WindowedValue<?> element);
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
    List<DoFnRunner<Object, Object>> made = new ArrayList<>();
    for (Step step : steps) {
      made.add(runner(step, context.getPipelineOptions()));
    }
    runners = made;
    runners.forEach(DoFnRunner::startBundle);
  }

  private DoFnRunner<Object, Object> runner(Step step, PipelineOptions options) {
    return DoFnRunners.simpleRunner(
        options,
        step.fn(),
        new SharedSideInputs(),
        new Feeds(step),
        step.mainTag(),
        step.otherTags(),
        new Stateless(),
        null,
        Map.of(),
        WindowingStrategy.globalDefault(),
        DoFnSchemaInformation.create(),
        step.sideInputs());
  }

  @ProcessElement
  public void process(ProcessContext context) {
    long begun = System.nanoTime();
    for (PCollectionView<?> view : Steps.sideInputs(steps)) {
      sideInputs.computeIfAbsent(view, context::sideInput);
    }
    output = element -> context.outputWithTimestamp(element.getValue(), element.getTimestamp());
    runners
        .get(0)
        .processElement(
            WindowedValues.timestampedValueInGlobalWindow(context.element(), context.timestamp()));
    through.addSince(begun);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    long begun = System.nanoTime();
    output =
        element ->
            context.output(element.getValue(), element.getTimestamp(), GlobalWindow.INSTANCE);
    runners.forEach(DoFnRunner::finishBundle);
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

  /** Hands one step's outputs to those that take them. */
  private final class Feeds implements WindowedValueMultiReceiver {
    private final Map<TupleTag<?>, List<Integer>> takers;

    Feeds(Step step) {
      this.takers = step.feeds();
    }

    @Override
    @SuppressWarnings("unchecked") // the graph's types were checked when it was built
    public <T> void output(TupleTag<T> tag, WindowedValue<T> element) {
      List<Integer> into = takers.get(tag);
      for (int i = 0; into != null && i < into.size(); i++) {
        int taker = into.get(i);
        if (taker == Steps.OUT) {
          emit(element);
        } else {
          runners.get(taker).processElement((WindowedValue<Object>) element);
        }
      }
    }

    private void emit(WindowedValue<?> element) {
      Output out = output;
      if (out == null) {
        throw new IllegalStateException("An element came before the bundle's first input");
      }
      out.accept(element);
    }
  }

  /** The side inputs of the bundle, as its first element saw them. */
  private final class SharedSideInputs implements SideInputReader {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(PCollectionView<T> view, BoundedWindow window) {
      return (T) sideInputs.get(view);
    }

    @Override
    public <T> boolean contains(PCollectionView<T> view) {
      return true;
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }

  private static final class Stateless implements StepContext {
    @Override
    public StateInternals stateInternals() {
      throw new UnsupportedOperationException("Steps that run in one pass have no state");
    }

    @Override
    public TimerInternals timerInternals() {
      throw new UnsupportedOperationException("Steps that run in one pass have no timers");
    }
  }
}
