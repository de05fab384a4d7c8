package org.icemelt.pipelines.plan;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.pipelines.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One named step of a pipeline.
 *
 * @param id its full name in Beam's graph
 * @param label its name as words
 * @param does the class that does it
 * @param group full name of the line of steps that it is part of; null if of none
 * @param settings what it was set to, as its display data says
 */
public record Step(
    String id,
    String label,
    String does,
    Stage stage,
    @Nullable String group,
    Map<String, String> settings) {
  public Step {
    requireNonNull(id, "id");
    requireNonNull(label, "label");
    requireNonNull(stage, "stage");
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }
}
