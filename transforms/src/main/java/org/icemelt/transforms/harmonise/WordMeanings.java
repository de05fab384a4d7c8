package org.icemelt.transforms.harmonise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.model.FeatureSource;
import org.jspecify.annotations.Nullable;

/** Meanings of one column's words, looked up once a word; counts those that no profile lists. */
final class WordMeanings {
  static final String UNKNOWN = "unknown";

  /** Stands for all words beyond the first {@value #MAX_WORDS} different ones. */
  static final String OTHER_WORDS = "(other words)";

  private static final int MAX_WORDS = 100;

  private final Target target;
  private final WordList words;
  private final Map<String, String> known = new HashMap<>();
  private final Map<String, HarmoniseWarning> unlisted = new LinkedHashMap<>();
  private @Nullable String lastWord;
  private @Nullable String lastMeaning;

  WordMeanings(Target target, WordList words) {
    this.target = target;
    this.words = words;
  }

  /** What the word means, or null, and a warning, if no profile lists it. */
  @Nullable String meaningOf(String word, FeatureSource source, long row) {
    if (!word.equals(lastWord)) {
      lastWord = word;
      lastMeaning = lookUp(word);
    }
    if (lastMeaning == null) {
      count(word, source, row);
    }
    return lastMeaning;
  }

  /** The warnings since the last call. */
  List<HarmoniseWarning> drain() {
    List<HarmoniseWarning> warnings = new ArrayList<>(unlisted.values());
    unlisted.clear();
    return warnings;
  }

  private @Nullable String lookUp(String word) {
    String meaning = known.get(word);
    if (meaning == null) {
      meaning = words.meaningOf(word);
      if (meaning != null && known.size() < MAX_WORDS) {
        known.put(word, meaning);
      }
    }
    return meaning;
  }

  private void count(String word, FeatureSource source, long row) {
    String cut = word.substring(0, Math.min(word.length(), Unconvertible.MAX_VALUE));
    String shown = unlisted.size() < MAX_WORDS || unlisted.containsKey(cut) ? cut : OTHER_WORDS;
    HarmoniseWarning one =
        new HarmoniseWarning(
            source.dataset(),
            source.sourceFile(),
            target,
            HarmoniseWarning.Kind.WORD_UNLISTED,
            shown,
            1,
            row);
    unlisted.merge(shown, one, HarmoniseWarning::plus);
  }
}
