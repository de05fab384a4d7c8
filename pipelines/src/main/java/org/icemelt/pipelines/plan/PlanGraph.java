package org.icemelt.pipelines.plan;

import java.util.List;

/**
 * The named steps of one pipeline, in the order of the data.
 *
 * @param title what the pipeline makes of what
 */
public record PlanGraph(String title, List<Step> steps, List<Link> links) {
  public PlanGraph {
    steps = List.copyOf(steps);
    links = List.copyOf(links);
  }
}
