package org.icemelt.transforms.harmonise;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code profiles.json}: an object of dataset → target → candidate or list of candidates.
 *
 * <p>A candidate is {@code {"column": name}} or {@code {"column": [names]}} (one candidate each, in
 * that order) or {@code {"join": [names]}} (their values joined with {@code /}), and may have
 * {@code unit}, {@code basis}, {@code kind}, {@code precision}, {@code prefix}, {@code
 * only_where_null}, {@code zero_is_null}, as {@link Candidate} explains them. Beside the targets
 * stand {@code words} (target → the publisher's word → meaning, see {@link WordList}) and {@code
 * record_role} (a word, or file pattern → word).
 */
final class ProfileReader {
  private static final List<String> KEYS =
      List.of(
          "column",
          "join",
          "unit",
          "basis",
          "kind",
          "precision",
          "prefix",
          "only_where_null",
          "zero_is_null");

  private ProfileReader() {}

  static Map<String, Profile> read(InputStream json) throws IOException {
    ObjectMapper mapper = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    Map<String, Profile> profiles = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> dataset : mapper.readTree(json).properties()) {
      try {
        profiles.put(dataset.getKey(), profile(dataset.getValue()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Invalid profile of " + dataset.getKey() + ": " + e.getMessage(), e);
      }
    }
    return Collections.unmodifiableMap(profiles);
  }

  private static Profile profile(JsonNode node) {
    Map<Target, List<Candidate>> fields = new EnumMap<>(Target.class);
    Map<Target, WordList> words = new EnumMap<>(Target.class);
    RecordRoles roles = RecordRoles.always(RecordRoles.INSTALLATION);
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "words" ->
            value
                .properties()
                .forEach(
                    e -> {
                      Target target = target(e.getKey());
                      words.put(target, WordList.of(target, texts(e.getValue())));
                    });
        case "record_role" ->
            roles =
                value.isTextual()
                    ? RecordRoles.always(value.textValue())
                    : RecordRoles.byFile(texts(value));
        default -> {
          Target target = target(member.getKey());
          fields.put(target, candidates(target, value));
        }
      }
    }
    return new Profile(fields, words, "pv", roles);
  }

  private static Target target(String name) {
    return Target.of(name)
        .orElseThrow(() -> new IllegalArgumentException("Invalid target: \"" + name + "\""));
  }

  private static List<Candidate> candidates(Target target, JsonNode node) {
    List<Candidate> candidates = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(n -> candidates.addAll(candidates(target, n)));
      return candidates;
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!KEYS.contains(member.getKey())) {
        throw new IllegalArgumentException(
            "Invalid key of %s: \"%s\"".formatted(target.column(), member.getKey()));
      }
    }
    JsonNode column = node.path("column");
    if (node.has("join")) {
      List<String> parts = new ArrayList<>();
      node.path("join").forEach(n -> parts.add(n.textValue()));
      candidates.add(candidate(target, parts, node));
    } else if (column.isArray()) {
      column.forEach(n -> candidates.add(candidate(target, List.of(n.textValue()), node)));
    } else {
      candidates.add(candidate(target, List.of(column.textValue()), node));
    }
    return candidates;
  }

  private static Candidate candidate(Target target, List<String> columns, JsonNode node) {
    String unit = text(node, "unit");
    String precision = text(node, "precision");
    return new Candidate(
        columns,
        text(node, "prefix"),
        unit == null ? null : Unit.of(target, unit).orElseThrow(() -> invalid("unit", unit)),
        text(node, "basis"),
        text(node, "kind"),
        precision == null
            ? null
            : DatePrecision.of(precision).orElseThrow(() -> invalid("precision", precision)),
        text(node, "only_where_null"),
        node.path("zero_is_null").booleanValue());
  }

  private static IllegalArgumentException invalid(String key, String value) {
    return new IllegalArgumentException("Invalid %s: \"%s\"".formatted(key, value));
  }

  private static @Nullable String text(JsonNode node, String key) {
    return node.path(key).textValue();
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().textValue()));
    return texts;
  }
}
