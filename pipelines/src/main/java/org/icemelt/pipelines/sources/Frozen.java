package org.icemelt.pipelines.sources;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.manifest.Manifest;
import org.icemelt.pipelines.manifest.ManifestException;

/** Which datasets are pinned to a version ({@code frozen: true}), as the manifest says. */
final class Frozen {
  private Frozen() {}

  /** Names in that manifest; those of {@code world} count too where it is {@code embedded}. */
  static Set<String> of(String manifest) {
    Set<String> names = new HashSet<>();
    List<String> sources =
        manifest.equals(Manifest.EMBEDDED)
            ? List.of(Manifest.WORLD, Manifest.EMBEDDED)
            : List.of(manifest);
    try {
      for (String source : sources) {
        for (DatasetSpec spec : Manifest.read(source).datasets()) {
          if (spec.publication().frozen()) {
            names.add(spec.name());
          } else {
            names.remove(spec.name());
          }
        }
      }
      return names;
    } catch (ManifestException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
