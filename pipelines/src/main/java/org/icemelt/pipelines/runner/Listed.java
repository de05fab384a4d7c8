package org.icemelt.pipelines.runner;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Elements that are known when the graph is made. {@link org.apache.beam.sdk.transforms.Create}
 * makes a source of them, which DirectRunner splits while it reads; what it split off then waits
 * until nothing else is left to do, the last dataset for the downloads of all others.
 */
public final class Listed<T extends Serializable> extends PTransform<PBegin, PCollection<T>> {
  private final ArrayList<T> elements;
  private final Class<T> type;

  private Listed(List<T> elements, Class<T> type) {
    this.elements = new ArrayList<>(elements);
    this.type = type;
  }

  public static <T extends Serializable> Listed<T> of(List<T> elements, Class<T> type) {
    return new Listed<>(elements, type);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Impulse", Impulse.create())
        .apply("Values", ParDo.of(new ListFn<>(elements)))
        .setCoder(SerializableCoder.of(type));
  }

  private static final class ListFn<T extends Serializable> extends DoFn<byte[], T> {
    private final ArrayList<T> elements;

    ListFn(ArrayList<T> elements) {
      this.elements = elements;
    }

    @ProcessElement
    public void list(OutputReceiver<T> out) {
      elements.forEach(out::output);
    }
  }
}
