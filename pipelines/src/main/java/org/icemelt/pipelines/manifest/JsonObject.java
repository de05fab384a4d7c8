package org.icemelt.pipelines.manifest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a manifest, read key by key. What is of another type than asked for goes to the
 * findings, and reads as if it were not there; so does {@code null}, without a finding.
 */
final class JsonObject {
  private final String dataset;
  private final String prefix;
  private final Map<String, Json.Member> members = new LinkedHashMap<>();
  private final Findings findings;

  /**
   * @param prefix of keys in messages: empty, or the outer key and a dot
   */
  JsonObject(String dataset, String prefix, Json.Obj object, Findings findings) {
    this.dataset = dataset;
    this.prefix = prefix;
    this.findings = findings;
    for (Json.Member member : object.members()) {
      Json.Member earlier = members.remove(member.key());
      if (earlier != null) {
        findings.warn(
            dataset,
            prefix + member.key(),
            member.line(),
            "repeats the key of line %d; the last one is used".formatted(earlier.line()));
      }
      members.put(member.key(), member);
    }
  }

  /** Finds keys that are none. */
  void allowOnly(Set<String> known) {
    for (Json.Member member : members.values()) {
      if (!known.contains(member.key())) {
        String near =
            Spelling.nearest(member.key(), known)
                .map(k -> "; did you mean \"" + k + "\"?")
                .orElse("");
        findings.error(
            dataset, prefix + member.key(), member.line(), "there is no such key" + near);
      }
    }
  }

  Iterable<Json.Member> members() {
    return members.values();
  }

  int lineOf(String key) {
    Json.Member member = members.get(key);
    return member == null ? 0 : member.line();
  }

  @Nullable Json value(String key) {
    Json.Member member = members.get(key);
    return member == null || member.value() instanceof Json.Null ? null : member.value();
  }

  @Nullable String text(String key) {
    Json value = value(key);
    if (value instanceof Json.Text text && !text.value().isBlank()) {
      return text.value().strip();
    }
    if (value != null) {
      wrong(key, value, value instanceof Json.Text ? "text that is not blank" : "text");
    }
    return null;
  }

  boolean flag(String key) {
    Json value = value(key);
    if (value instanceof Json.Bool bool) {
      return bool.value();
    }
    if (value != null) {
      wrong(key, value, "true or false");
    }
    return false;
  }

  @Nullable BigDecimal positive(String key) {
    Json value = value(key);
    if (value instanceof Json.Number number && number.value().signum() > 0) {
      return number.value();
    }
    if (value != null) {
      wrong(key, value, "a number above 0");
    }
    return null;
  }

  @Nullable Long wholeNumber(String key) {
    Json value = value(key);
    if (value != null) {
      Optional<Long> whole = whole(value);
      if (whole.isPresent()) {
        return whole.get();
      }
      wrong(key, value, "a whole number of 0 or more");
    }
    return null;
  }

  /** Whole numbers: one, or a list of them. */
  List<Long> wholeNumbers(String key) {
    Json value = value(key);
    if (value == null) {
      return List.of();
    }
    List<Json> items = value instanceof Json.Array array ? array.values() : List.of(value);
    List<Long> numbers = new ArrayList<>();
    for (Json item : items) {
      Optional<Long> whole = whole(item);
      if (whole.isEmpty()) {
        wrong(key, item, "a whole number of 0 or more, or a list of such");
        return List.of();
      }
      numbers.add(whole.get());
    }
    return numbers;
  }

  /** A list of texts. */
  List<String> texts(String key) {
    Json value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.Array array)) {
      wrong(key, value, "a list of texts");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Json item : array.values()) {
      if (item instanceof Json.Text text) {
        texts.add(text.value());
      } else {
        findings.error(
            dataset,
            prefix + key,
            item.line(),
            "expected a list of texts, found %s in it".formatted(item.kind()));
      }
    }
    return texts;
  }

  /** An object; null if there is none. */
  @Nullable JsonObject object(String key) {
    Json value = value(key);
    if (value instanceof Json.Obj object) {
      return nested(key, object);
    }
    if (value != null) {
      wrong(key, value, "an object");
    }
    return null;
  }

  /** An object inside this one, e.g. in a list. */
  JsonObject nested(String key, Json.Obj object) {
    return new JsonObject(dataset, prefix + key + ".", object, findings);
  }

  /** Finds that a value is not what it must be. */
  void wrong(String key, Json found, String expected) {
    findings.error(
        dataset,
        prefix + key,
        found.line(),
        "expected %s, found %s".formatted(expected, found.kind()));
  }

  void error(String key, int line, String what) {
    findings.error(dataset, prefix + key, line, what);
  }

  void warn(String key, String what) {
    findings.warn(dataset, prefix + key, lineOf(key), what);
  }

  private static Optional<Long> whole(Json value) {
    if (value instanceof Json.Number number
        && number.value().signum() >= 0
        && number.value().stripTrailingZeros().scale() <= 0
        && number.value().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
      return Optional.of(number.value().longValueExact());
    }
    return Optional.empty();
  }
}
