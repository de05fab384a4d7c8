package org.icemelt.pipelines.manifest;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A manifest, or a choice from it, that cannot be used: exit code 2. It names every fault found.
 */
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;
  private final List<Problem> problems;

  /**
   * One fault.
   *
   * @param dataset empty if it is none of a dataset
   * @param key empty if it is none of a key; {@code a.b} for one inside another
   * @param line in the manifest, from 1; 0 if it is at none
   */
  public record Problem(String dataset, String key, int line, String what) implements Serializable {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      if (!dataset.isEmpty()) {
        text.append("dataset \"").append(dataset).append("\", ");
      }
      if (!key.isEmpty()) {
        text.append("key \"").append(key).append("\", ");
      }
      if (line > 0) {
        text.append("line ").append(line).append(": ");
      } else if (text.length() > 0) {
        text.setLength(text.length() - 2);
        text.append(": ");
      }
      return text.append(what).toString();
    }
  }

  /**
   * @param source the manifest's name as the user gave it
   */
  public ManifestException(String source, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "Invalid manifest " + source + ":\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** A fault of the whole: it cannot be read, or has no such dataset. */
  public ManifestException(String message) {
    super(message);
    this.problems = List.of(new Problem("", "", 0, message));
  }

  /** A fault of the whole, with what caused it. */
  public ManifestException(String message, Throwable cause) {
    super(message, cause);
    this.problems = List.of(new Problem("", "", 0, message));
  }

  public List<Problem> problems() {
    return problems;
  }
}
