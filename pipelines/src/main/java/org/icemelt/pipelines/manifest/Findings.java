package org.icemelt.pipelines.manifest;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.pipelines.manifest.ManifestException.Problem;

/** Collects what is wrong with a manifest, and what is odd but usable. */
final class Findings {
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void error(String dataset, String key, int line, String what) {
    errors.add(new Problem(dataset, key, line, what));
  }

  void warn(String dataset, String key, int line, String what) {
    warnings.add(new Problem(dataset, key, line, what));
  }

  List<Problem> warnings() {
    return List.copyOf(warnings);
  }

  void throwIfAny(String source) throws ManifestException {
    if (!errors.isEmpty()) {
      throw new ManifestException(source, errors);
    }
  }
}
