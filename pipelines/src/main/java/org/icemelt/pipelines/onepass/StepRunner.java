package org.icemelt.pipelines.onepass;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;
import org.icemelt.pipelines.onepass.Steps.Step;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Calls one step's DoFn and hands on what it puts out, with nothing made for an element on the way.
 * In the global window; what else a DoFn may ask for (state, timers, restrictions, rows of a
 * schema) it does not get. One thread at a time.
 */
final class StepRunner extends DoFnInvoker.BaseArgumentProvider<Object, Object>
    implements MultiOutputReceiver {
  /** Takes what a step puts out. */
  interface Taker {
    void take(TupleTag<?> tag, Object value, Instant timestamp);
  }

  private final Step step;
  private final PipelineOptions options;
  private final Map<PCollectionView<?>, Object> sideInputs;
  private final Taker taker;
  private final DoFnInvoker<Object, Object> invoker;
  private final DoFn<Object, Object>.ProcessContext context;
  private final Map<TupleTag<?>, Receiver<?>> receivers = new HashMap<>();
  private @Nullable Object element;
  private Instant timestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /**
   * @param sideInputs filled before the first element comes
   */
  StepRunner(
      Step step, PipelineOptions options, Map<PCollectionView<?>, Object> sideInputs, Taker taker) {
    this.step = step;
    this.options = options;
    this.sideInputs = sideInputs;
    this.taker = taker;
    this.invoker = DoFnInvokers.invokerFor(step.fn());
    this.context = new Context(step.fn());
  }

  void startBundle() {
    invoker.invokeStartBundle(this);
  }

  void process(Object value, Instant at) {
    element = value;
    timestamp = at;
    invoker.invokeProcessElement(this);
  }

  void finishBundle() {
    invoker.invokeFinishBundle(this);
  }

  @Override
  public Object element(DoFn<Object, Object> fn) {
    return current();
  }

  private Object current() {
    if (element == null) {
      throw new IllegalStateException("Step " + step.name() + " has had no element yet");
    }
    return element;
  }

  @Override
  public Instant timestamp(DoFn<Object, Object> fn) {
    return timestamp;
  }

  @Override
  public BoundedWindow window() {
    return GlobalWindow.INSTANCE;
  }

  @Override
  public PaneInfo paneInfo(DoFn<Object, Object> fn) {
    return PaneInfo.NO_FIRING;
  }

  @Override
  public PipelineOptions pipelineOptions() {
    return options;
  }

  @Override
  public DoFn<Object, Object>.ProcessContext processContext(DoFn<Object, Object> fn) {
    return context;
  }

  @Override
  public OutputReceiver<Object> outputReceiver(DoFn<Object, Object> fn) {
    return get(step.mainTag());
  }

  @Override
  public MultiOutputReceiver taggedOutputReceiver(DoFn<Object, Object> fn) {
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // a tag's receiver takes the tag's type
  public <T> OutputReceiver<T> get(TupleTag<T> tag) {
    Receiver<?> known = receivers.get(tag);
    if (known == null) {
      known = new Receiver<>(tag);
      receivers.put(tag, known);
    }
    return (OutputReceiver<T>) known;
  }

  @Override
  public <T> OutputReceiver<Row> getRowReceiver(TupleTag<T> tag) {
    throw new UnsupportedOperationException("Steps that run in one pass have no schema");
  }

  @Override
  public DoFn<Object, Object>.StartBundleContext startBundleContext(DoFn<Object, Object> fn) {
    return fn.new StartBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return options;
      }
    };
  }

  @Override
  public DoFn<Object, Object>.FinishBundleContext finishBundleContext(DoFn<Object, Object> fn) {
    return fn.new FinishBundleContext() {
      @Override
      public PipelineOptions getPipelineOptions() {
        return options;
      }

      @Override
      public void output(Object value, Instant at, BoundedWindow window) {
        taker.take(step.mainTag(), value, at);
      }

      @Override
      public <T> void output(TupleTag<T> tag, T value, Instant at, BoundedWindow window) {
        taker.take(tag, value, at);
      }
    };
  }

  @Override
  public String getErrorContext() {
    return step.name();
  }

  /** Takes one output's elements; each keeps the time of the one it was made from. */
  private final class Receiver<T> implements OutputReceiver<T> {
    private final TupleTag<T> tag;

    Receiver(TupleTag<T> tag) {
      this.tag = tag;
    }

    @Override
    public void output(T value) {
      taker.take(tag, value, timestamp);
    }

    @Override
    public OutputBuilder<T> builder(T value) {
      return WindowedValues.<T>builder()
          .setValue(value)
          .setTimestamp(timestamp)
          .setWindow(GlobalWindow.INSTANCE)
          .setPaneInfo(PaneInfo.NO_FIRING)
          .setReceiver(made -> taker.take(tag, made.getValue(), made.getTimestamp()));
    }
  }

  private final class Context extends DoFn<Object, Object>.ProcessContext {
    Context(DoFn<Object, Object> fn) {
      fn.super();
    }

    @Override
    public Object element() {
      return current();
    }

    @Override
    @SuppressWarnings("unchecked") // a view's value is of the view's type
    public <T> T sideInput(PCollectionView<T> view) {
      return (T) sideInputs.get(view);
    }

    @Override
    public Instant timestamp() {
      return timestamp;
    }

    @Override
    public PaneInfo pane() {
      return PaneInfo.NO_FIRING;
    }

    @Override
    public @Nullable String currentRecordId() {
      return null;
    }

    @Override
    public @Nullable Long currentRecordOffset() {
      return null;
    }

    @Override
    public PipelineOptions getPipelineOptions() {
      return options;
    }

    @Override
    public void output(Object value) {
      taker.take(step.mainTag(), value, timestamp);
    }

    @Override
    public void outputWithTimestamp(Object value, Instant at) {
      taker.take(step.mainTag(), value, at);
    }

    @Override
    public void outputWindowedValue(
        Object value, Instant at, Collection<? extends BoundedWindow> windows, PaneInfo pane) {
      taker.take(step.mainTag(), value, at);
    }

    @Override
    public <T> void output(TupleTag<T> tag, T value) {
      taker.take(tag, value, timestamp);
    }

    @Override
    public <T> void outputWithTimestamp(TupleTag<T> tag, T value, Instant at) {
      taker.take(tag, value, at);
    }

    @Override
    public <T> void outputWindowedValue(
        TupleTag<T> tag,
        T value,
        Instant at,
        Collection<? extends BoundedWindow> windows,
        PaneInfo pane) {
      taker.take(tag, value, at);
    }
  }
}
