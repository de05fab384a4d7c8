package org.icemelt.transforms.harmonise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/** One {@link Harmoniser} for each file whose rows come, whatever their order. */
final class Harmonisers {
  private final Function<String, Profile> profiles;
  private final Map<FeatureSource, Harmoniser> byFile = new HashMap<>();
  private @Nullable FeatureSource lastSource;
  private @Nullable Harmoniser last;

  /**
   * @param profiles dataset → its profile; asked once a file
   */
  Harmonisers(Function<String, Profile> profiles) {
    this.profiles = profiles;
  }

  PvRecord apply(WktSite site) {
    Harmoniser harmoniser = last;
    if (harmoniser == null || site.source() != lastSource) {
      lastSource = site.source();
      harmoniser = byFile.computeIfAbsent(site.source(), this::compile);
      last = harmoniser;
    }
    return harmoniser.apply(site);
  }

  /** See {@link Harmoniser#drainFills}. */
  List<FieldFill> drainFills() {
    List<FieldFill> fills = new ArrayList<>();
    byFile.values().forEach(h -> fills.addAll(h.drainFills()));
    return fills;
  }

  /** See {@link Harmoniser#drainWarnings}. */
  List<HarmoniseWarning> drainWarnings() {
    List<HarmoniseWarning> warnings = new ArrayList<>();
    byFile.values().forEach(h -> warnings.addAll(h.drainWarnings()));
    return warnings;
  }

  private Harmoniser compile(FeatureSource source) {
    return Harmoniser.compile(profiles.apply(source.dataset()), source);
  }
}
