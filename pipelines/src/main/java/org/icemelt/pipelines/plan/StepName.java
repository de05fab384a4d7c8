package org.icemelt.pipelines.plan;

import java.util.Locale;
import java.util.Map;

/** Names of steps as people read them: {@code EncodeWkt} is "Encode WKT". */
final class StepName {
  private static final Map<String, String> SPELLED = Map.of("wkt", "WKT", "h3", "H3");

  private StepName() {}

  static String words(String name) {
    StringBuilder out = new StringBuilder();
    for (String word : name.split("(?<=[a-z0-9])(?=[A-Z])")) {
      String small = word.toLowerCase(Locale.ROOT);
      out.append(out.isEmpty() ? "" : " ")
          .append(SPELLED.getOrDefault(small, out.isEmpty() ? word : small));
    }
    return out.toString();
  }
}
