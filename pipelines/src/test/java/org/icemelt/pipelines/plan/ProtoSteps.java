package org.icemelt.pipelines.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/**
 * The named steps of a pipeline and what flows between them, from what runners are sent: the
 * portable proto.
 */
record ProtoSteps(Set<String> steps, Set<List<String>> links) {
  /** Composites that are drawn opened. */
  private static final Set<String> OPENED = Set.of("FeaturesToFiles", "UnifyToFiles");

  static ProtoSteps of(Pipeline pipeline) {
    RunnerApi.Components proto = PipelineTranslation.toProto(pipeline).getComponents();
    Map<String, String> producers = new HashMap<>();
    Set<String> steps = new TreeSet<>();
    for (RunnerApi.PTransform transform : proto.getTransformsMap().values()) {
      if (isPrimitive(transform)) {
        String step = step(transform);
        steps.add(step);
        transform.getOutputsMap().values().forEach(data -> producers.put(data, step));
      }
    }
    Set<List<String>> links = new java.util.HashSet<>();
    for (RunnerApi.PTransform transform : proto.getTransformsMap().values()) {
      if (isPrimitive(transform)) {
        for (String data : transform.getInputsMap().values()) {
          String from = producers.get(data);
          if (!from.equals(step(transform))) {
            links.add(List.of(from, step(transform)));
          }
        }
      }
    }
    return new ProtoSteps(steps, links);
  }

  private static boolean isPrimitive(RunnerApi.PTransform transform) {
    return transform.getSubtransformsCount() == 0 && !transform.getUniqueName().isEmpty();
  }

  private static String step(RunnerApi.PTransform transform) {
    String[] names = transform.getUniqueName().split("/");
    return OPENED.contains(names[0]) ? names[0] + "/" + names[1] : names[0];
  }
}
