package org.icemelt.transforms.harmonise;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How one dataset's columns become the common ones: per target the candidates in order, what the
 * publisher's words mean, and what each file's rows are.
 *
 * @param fields candidates of each target; a target without any stays null (or takes its default)
 * @param words meanings for status, technology and capacity basis
 * @param technology of rows that no technology column speaks of: {@code pv}, {@code unknown}
 * @param roles {@code record_role} by file
 */
public record Profile(
    Map<Target, List<Candidate>> fields,
    Map<Target, WordList> words,
    String technology,
    RecordRoles roles)
    implements Serializable {
  public Profile {
    Map<Target, List<Candidate>> ordered = new EnumMap<>(Target.class);
    fields.forEach((target, candidates) -> ordered.put(target, List.copyOf(candidates)));
    fields = Collections.unmodifiableMap(ordered);
    Map<Target, WordList> orderedWords = new EnumMap<>(Target.class);
    orderedWords.putAll(words);
    words = Collections.unmodifiableMap(orderedWords);
    requireNonNull(technology, "technology");
    requireNonNull(roles, "roles");
  }

  public List<Candidate> candidates(Target target) {
    return fields.getOrDefault(target, List.of());
  }

  WordList wordsOf(Target target) {
    return words.getOrDefault(target, WordList.EMPTY);
  }

  /** The same text for the same profile in every JVM: its part of a dataset's fingerprint. */
  public String canonical() {
    return toString();
  }
}
