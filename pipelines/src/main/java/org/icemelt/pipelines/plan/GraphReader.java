package org.icemelt.pipelines.plan;

import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.icemelt.io.ducklake.ReadRows;
import org.icemelt.pipelines.onepass.LineOfSteps;
import org.icemelt.pipelines.stage.InStage;
import org.icemelt.pipelines.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Takes the named steps out of a pipeline's graph: what the program applied by name, with the parts
 * of a {@link LineOfSteps} in its place. Two steps are linked if data goes from the inside of one
 * to the inside of the other.
 */
final class GraphReader extends Pipeline.PipelineVisitor.Defaults {
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<PValue, String> producers = new HashMap<>();
  private final Map<List<String>, Boolean> links = new LinkedHashMap<>();

  private GraphReader() {}

  static PlanGraph read(String title, Pipeline pipeline) {
    GraphReader reader = new GraphReader();
    pipeline.traverseTopologically(reader);
    List<Link> links = new ArrayList<>();
    reader.links.forEach((ends, side) -> links.add(new Link(ends.get(0), ends.get(1), side)));
    return new PlanGraph(title, List.copyOf(reader.steps.values()), links);
  }

  @Override
  public void visitPrimitiveTransform(Node node) {
    Node owner = step(node);
    String id = owner.getFullName();
    List<String> from = new ArrayList<>();
    PTransform<?, ?> primitive = node.getTransform();
    node.getInputs()
        .forEach(
            (tag, data) -> {
              String producer = producers.get(data);
              if (producer != null && !producer.equals(id)) {
                boolean side =
                    primitive != null && primitive.getAdditionalInputs().containsKey(tag);
                links.merge(List.of(producer, id), side, Boolean::logicalAnd);
                from.add(producer);
              }
            });
    steps.computeIfAbsent(id, name -> step(owner, from));
    for (PCollection<?> data : node.getOutputs().values()) {
      producers.put(data, id);
    }
  }

  /** The outermost named transform around a primitive, inside any line of steps. */
  private static Node step(Node primitive) {
    Deque<Node> chain = new ArrayDeque<>();
    for (Node at = primitive; at != null && !at.isRootNode(); at = at.getEnclosingNode()) {
      chain.push(at);
    }
    while (chain.size() > 1 && chain.peek().getTransform() instanceof LineOfSteps) {
      chain.pop();
    }
    return chain.peek();
  }

  private Step step(Node node, List<String> from) {
    PTransform<?, ?> transform = node.getTransform();
    Node around = node.getEnclosingNode();
    boolean inLine = around != null && around.getTransform() instanceof LineOfSteps;
    Class<?> does = worker(transform);
    String name = node.getFullName().substring(node.getFullName().lastIndexOf('/') + 1);
    return new Step(
        node.getFullName(),
        StepName.words(name),
        does.getName().substring(does.getName().lastIndexOf('.') + 1).replace('$', '.'),
        declared(does).orElseGet(() -> latestOf(from)),
        inLine ? around.getFullName() : null,
        settings(transform));
  }

  private Stage latestOf(List<String> from) {
    return from.stream()
        .map(steps::get)
        .map(Step::stage)
        .max(Comparator.naturalOrder())
        .orElse(Stage.SOURCE);
  }

  /** The DoFn of a ParDo, else the transform itself. */
  private static Class<?> worker(@Nullable PTransform<?, ?> transform) {
    if (transform instanceof ParDo.SingleOutput<?, ?> single) {
      return single.getFn().getClass();
    }
    if (transform instanceof ParDo.MultiOutput<?, ?> multi) {
      return multi.getFn().getClass();
    }
    return transform == null ? Object.class : transform.getClass();
  }

  /** By its own word, else by the room of the project that it comes from. */
  private static Optional<Stage> declared(Class<?> does) {
    for (Annotation mark : does.getAnnotations()) {
      if (mark instanceof InStage inStage) {
        return Optional.of(inStage.value());
      }
    }
    String room = does.getPackageName();
    if (room.startsWith("org.icemelt.io.geofiles") || does == ReadRows.class) {
      return Optional.of(Stage.READ);
    }
    if (room.startsWith("org.icemelt.transforms")) {
      return Optional.of(Stage.TRANSFORM);
    }
    return room.startsWith("org.icemelt.io.ducklake") ? Optional.of(Stage.SINK) : Optional.empty();
  }

  private static Map<String, String> settings(@Nullable PTransform<?, ?> transform) {
    Map<String, String> settings = new TreeMap<>();
    if (transform != null) {
      DisplayData.from(transform)
          .items()
          .forEach(
              item -> {
                if (item.getType() != DisplayData.Type.JAVA_CLASS) {
                  settings.put(item.getKey(), String.valueOf(item.getValue()));
                }
              });
    }
    return settings;
  }
}
