package org.icemelt.pipelines.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failed job's stack trace says: Flink hands out text, not exceptions.
 *
 * @param causes exception class and message, outermost first
 */
public record FlinkFailure(List<Cause> causes) {
  private static final Pattern HEAD =
      Pattern.compile(
          "(?m)^(?:Caused by: )?([\\w.$]+(?:Exception|Error)): (.*(?:\\R(?!\\tat |\\t\\.\\.\\.|Caused by: ).*)*)");

  /** One exception of the chain. */
  public record Cause(String type, String message) {}

  public FlinkFailure {
    causes = List.copyOf(causes);
  }

  public static FlinkFailure of(String stackTrace) {
    List<Cause> causes = new ArrayList<>();
    Matcher heads = HEAD.matcher(stackTrace);
    while (heads.find()) {
      causes.add(new Cause(heads.group(1), heads.group(2).strip()));
    }
    return new FlinkFailure(causes);
  }

  /** Whether an exception of this class is among the causes. */
  public boolean has(Class<? extends Throwable> type) {
    return causes.stream().anyMatch(c -> c.type().equals(type.getName()));
  }

  /** What to tell: the first of our own exceptions, else the innermost. */
  public String told() {
    return causes.stream()
        .filter(c -> c.type().startsWith("org.icemelt."))
        .findFirst()
        .or(
            () ->
                causes.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(causes.get(causes.size() - 1)))
        .map(Cause::message)
        .orElse("Flink names no cause; its dashboard and the TaskManagers' logs may");
  }
}
