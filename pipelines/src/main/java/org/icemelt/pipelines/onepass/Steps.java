package org.icemelt.pipelines.onepass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** The ParDos inside a composite in the order of the data, and which output feeds which of them. */
final class Steps {
  /** In place of a step: what leaves the composite. */
  static final int OUT = -1;

  /**
   * One ParDo.
   *
   * @param feeds output tag → positions of the steps that take it, or {@link #OUT}
   */
  record Step(
      String name,
      DoFn<Object, Object> fn,
      TupleTag<Object> mainTag,
      List<TupleTag<?>> otherTags,
      Map<String, PCollectionView<?>> sideInputs,
      Map<TupleTag<?>, List<Integer>> feeds)
      implements Serializable {}

  private final Pipeline pipeline;
  private final List<AppliedPTransform<?, ?, ?>> parDos = new ArrayList<>();
  private final List<AppliedPTransform<?, ?, ?>> flattens = new ArrayList<>();
  private final PCollection<?> output;

  private Steps(Pipeline pipeline, PCollection<?> output) {
    this.pipeline = pipeline;
    this.output = output;
  }

  /**
   * The steps of an applied composite of one output.
   *
   * @throws IllegalArgumentException if anything but ParDo and Flatten is in it
   */
  static List<Step> of(AppliedPTransform<?, ?, ?> composite) {
    Steps steps =
        new Steps(composite.getPipeline(), composite.getOutputs().values().iterator().next());
    steps.collect(composite.getTransform());
    return steps.parDos.stream().map(steps::step).toList();
  }

  private void collect(PTransform<?, ?> composite) {
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          private boolean inside;

          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            inside |= node.getTransform() == composite;
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void leaveCompositeTransform(TransformHierarchy.Node node) {
            inside &= node.getTransform() != composite;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (inside) {
              add(node.toAppliedPTransform(getPipeline()));
            }
          }
        });
  }

  private void add(AppliedPTransform<?, ?, ?> primitive) {
    if (primitive.getTransform() instanceof ParDo.MultiOutput) {
      parDos.add(primitive);
    } else if (primitive.getTransform() instanceof Flatten.PCollections) {
      flattens.add(primitive);
    } else {
      throw new IllegalArgumentException(
          "Cannot run %s in one pass: it is neither ParDo nor Flatten"
              .formatted(primitive.getFullName()));
    }
  }

  @SuppressWarnings("unchecked") // the graph's types were checked when it was built
  private Step step(AppliedPTransform<?, ?, ?> applied) {
    var parDo = (ParDo.MultiOutput<Object, Object>) (PTransform<?, ?>) applied.getTransform();
    Map<TupleTag<?>, List<Integer>> feeds = new HashMap<>();
    applied.getOutputs().forEach((tag, data) -> feeds.put(tag, takersOf(data)));
    return new Step(
        applied.getFullName(),
        parDo.getFn(),
        parDo.getMainOutputTag(),
        List.copyOf(parDo.getAdditionalOutputTags().getAll()),
        new HashMap<>(parDo.getSideInputs()),
        feeds);
  }

  private List<Integer> takersOf(PValue data) {
    List<Integer> takers = new ArrayList<>();
    if (data.equals(output)) {
      takers.add(OUT);
    }
    for (int i = 0; i < parDos.size(); i++) {
      if (parDos.get(i).getMainInputs().containsValue(data)) {
        takers.add(i);
      }
    }
    for (AppliedPTransform<?, ?, ?> flatten : flattens) {
      if (flatten.getInputs().containsValue(data)) {
        takers.addAll(takersOf(flatten.getOutputs().values().iterator().next()));
      }
    }
    return takers;
  }

  /** All side inputs of the steps. */
  static List<PCollectionView<?>> sideInputs(List<Step> steps) {
    List<PCollectionView<?>> views = new ArrayList<>();
    for (Step step : steps) {
      step.sideInputs().values().stream().filter(v -> !views.contains(v)).forEach(views::add);
    }
    return views;
  }
}
