package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's words and what they mean here, e.g. {@code pre-construction} → {@code planned}. A
 * word may begin or end with {@code *} for any text; case does not matter; the first that matches
 * counts.
 */
record WordList(List<Entry> entries) implements Serializable {
  static final WordList EMPTY = new WordList(List.of());

  record Entry(String pattern, String meaning) implements Serializable {
    boolean matches(String word) {
      boolean open = pattern.startsWith("*");
      boolean ended = !pattern.endsWith("*");
      if (pattern.equals("*")) {
        return true;
      }
      String core = pattern.substring(open ? 1 : 0, pattern.length() - (ended ? 0 : 1));
      if (open) {
        return ended ? word.endsWith(core) : word.contains(core);
      }
      return ended ? word.equals(core) : word.startsWith(core);
    }
  }

  WordList {
    entries = List.copyOf(entries);
  }

  /**
   * @throws IllegalArgumentException if a meaning is none of the target's words
   */
  static WordList of(Target target, Map<String, String> meanings) {
    List<Entry> entries = new ArrayList<>();
    meanings.forEach(
        (pattern, meaning) -> {
          if (!target.words().contains(meaning)) {
            throw new IllegalArgumentException(
                "Invalid %s: \"%s\" (for \"%s\"); known are %s"
                    .formatted(target.column(), meaning, pattern, target.words()));
          }
          entries.add(new Entry(pattern.toLowerCase(Locale.ROOT), meaning));
        });
    return new WordList(entries);
  }

  /** The target's own words, each meaning itself. */
  static WordList ownWordsOf(Target target) {
    Map<String, String> meanings = new LinkedHashMap<>();
    target.words().stream().sorted().forEach(w -> meanings.put(w, w));
    return of(target, meanings);
  }

  WordList then(WordList other) {
    List<Entry> all = new ArrayList<>(entries);
    other.entries.stream().filter(e -> !all.contains(e)).forEach(all::add);
    return new WordList(all);
  }

  WordList withoutCatchAll() {
    return new WordList(entries.stream().filter(e -> !e.pattern().equals("*")).toList());
  }

  /** What the word means, or null if no entry lists it. */
  @Nullable String meaningOf(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (Entry entry : entries) {
      if (entry.matches(lower)) {
        return entry.meaning();
      }
    }
    return null;
  }
}
