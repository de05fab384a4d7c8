package org.icemelt.pipelines.plan;

import java.util.Locale;
import java.util.Map;

/** What is said of a box when one points at it. */
final class Tooltip {
  private Tooltip() {}

  static String of(Step step) {
    StringBuilder out = new StringBuilder();
    out.append(step.id()).append('\n').append(step.stage().word()).append(": ").append(step.does());
    for (Map.Entry<String, String> setting : step.settings().entrySet()) {
      out.append('\n').append(setting.getKey()).append(" = ").append(setting.getValue());
    }
    return out.toString();
  }

  static String of(Branch branch) {
    StringBuilder out = new StringBuilder(branch.dataset()).append('\n').append(branch.origin());
    if (branch.fetchBytes() != null) {
      out.append(
          String.format(
              Locale.ROOT,
              "%n%d files, %.1f MB to fetch",
              branch.files(),
              branch.fetchBytes() / 1e6));
    }
    return branch.note() == null
        ? out.toString()
        : out.append('\n').append(branch.note()).toString();
  }
}
