package org.icemelt.pipelines.plan;

/** A plan in Graphviz's language. */
final class DotText {
  private DotText() {}

  static String of(Plan plan) {
    StringBuilder out = new StringBuilder("digraph plan {\n  node [shape=box, style=filled];\n");
    for (int i = 0; i < plan.pipelines().size(); i++) {
      PlanGraph graph = plan.pipelines().get(i);
      String prefix = "p" + i + "/";
      out.append("  subgraph cluster_%d {\n    label=%s;\n".formatted(i, quoted(graph.title())));
      for (Step step : graph.steps()) {
        out.append(
            "    %s [label=%s, fillcolor=\"%s\", tooltip=%s];\n"
                .formatted(
                    quoted(prefix + step.id()),
                    quoted(step.label()),
                    Palette.of(step.stage()).fill(),
                    quoted(Tooltip.of(step))));
      }
      for (Link link : graph.links()) {
        out.append(
            "    %s -> %s%s;\n"
                .formatted(
                    quoted(prefix + link.from()),
                    quoted(prefix + link.to()),
                    link.side() ? " [style=dashed]" : ""));
      }
      out.append("  }\n");
    }
    if (!plan.datasets().isEmpty()) {
      String first = quoted("p0/" + plan.pipelines().get(0).steps().get(0).id());
      for (Branch branch : plan.datasets()) {
        String id = quoted("dataset/" + branch.dataset());
        out.append(
            "  %s [label=%s, shape=ellipse, tooltip=%s];\n  %s -> %s;\n"
                .formatted(id, quoted(branch.dataset()), quoted(Tooltip.of(branch)), id, first));
      }
    }
    return out.append("}\n").toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
