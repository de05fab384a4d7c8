package org.icemelt.pipelines.runner;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pipeline's step behind the name that Beam gives to an operator of Flink. */
final class StepName {
  /** "FlatMap at ExplodeWindows: " and the like. */
  private static final Pattern FLINKS_WORDS =
      Pattern.compile("^(?:(?:\\w+ )?at )?(?:ExplodeWindows: )?");

  /** "/ParMultiDo(Anonymous)", "/Read(CreateSource)": a class, or that it has no name. */
  private static final Pattern CLASS = Pattern.compile("/(?:ParMultiDo|Read)\\([^/]*?\\)");

  /** " (org.apache.beam.….ImpulseInputFormat)". */
  private static final Pattern FORMAT = Pattern.compile(" \\(.*\\)$");

  /** What Beam calls the only output of a step. */
  private static final Pattern ONLY_OUTPUT = Pattern.compile("\\.out(?:put)?$");

  /** Flink's own helpers, and operators that are named after a place in Beam's sources. */
  private static final Pattern NO_STEP =
      Pattern.compile("Key Extractor|UnionFixFilter|.*\\.java:\\d+\\).*|.*@[0-9a-f]+");

  /** Parts of Beam's own transforms; the part before them is the step. */
  private static final Set<String> BEAMS_PARTS =
      Set.of(
          "AddKeys",
          "Map",
          "MapElements",
          "Pair with random key",
          "Reshuffle",
          "Values",
          "Window.Assign");

  private StepName() {}

  /**
   * Path of the step, an output's name behind a dot: {@code FeaturesToFiles/ReadFeatures/ReadEach.
   * features}; empty for an operator that belongs to no step.
   *
   * @param operator as Beam calls it
   */
  static Optional<String> of(String operator) {
    if (NO_STEP.matcher(operator).matches()) {
      return Optional.empty();
    }
    String path = FLINKS_WORDS.matcher(operator).replaceFirst("");
    path = FORMAT.matcher(CLASS.matcher(path).replaceAll("")).replaceFirst("");
    path = ONLY_OUTPUT.matcher(path).replaceFirst("");
    return Optional.of(
        Arrays.stream(path.split("/"))
            .filter(part -> !BEAMS_PARTS.contains(part))
            .collect(Collectors.joining("/")));
  }
}
