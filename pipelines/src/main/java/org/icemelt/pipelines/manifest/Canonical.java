package org.icemelt.pipelines.manifest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of an entry that a fingerprint takes: see {@link DatasetSpec#canonical()}. */
final class Canonical {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "label_fmt",
          "geom_type",
          "label_count",
          "has_imgs",
          "model_arch",
          "chip_sizes",
          "paper_doi",
          "paper_title",
          "data_records_descr",
          "display_name",
          "aliases",
          "skip",
          "max_mb",
          "frozen",
          "manual_uncompress");

  /** Objects whose first fitting member counts. */
  private static final Set<String> ORDERED = Set.of("record_role");

  private Canonical() {}

  static String of(Json.Obj entry) {
    return object(entry, WITHOUT_EFFECT, false);
  }

  private static String object(Json.Obj object, Set<String> dropped, boolean ordered) {
    Map<String, String> members = ordered ? new LinkedHashMap<>() : new TreeMap<>();
    for (Json.Member member : object.members()) {
      members.remove(member.key());
      if (!dropped.contains(member.key()) && !(member.value() instanceof Json.Null)) {
        members.put(member.key(), value(member.key(), member.value()));
      }
    }
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(String key, Json value) {
    if (value instanceof Json.Text text) {
      return quoted(text.value());
    }
    if (value instanceof Json.Number number) {
      return number.value().stripTrailingZeros().toString();
    }
    if (value instanceof Json.Obj object) {
      Set<String> dropped = key.equals("file_filters") ? Set.of("description") : Set.of();
      return object(object, dropped, ORDERED.contains(key));
    }
    if (value instanceof Json.Array array) {
      return array(key, array.values());
    }
    return value instanceof Json.Bool bool ? String.valueOf(bool.value()) : "null";
  }

  private static String array(String key, Collection<Json> values) {
    return values.stream().map(item -> value(key, item)).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
