package org.icemelt.pipelines.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.icemelt.transforms.harmonise.FieldSource;
import org.icemelt.transforms.harmonise.Profiles;
import org.icemelt.transforms.harmonise.Target;
import org.jspecify.annotations.Nullable;

/** Reads what an entry says of the common columns: {@code fields, record_role, keep_cols}. */
final class MappingReader {
  private static final Set<String> TARGETS =
      Arrays.stream(Target.values()).map(Target::column).collect(Collectors.toUnmodifiableSet());
  private static final Set<String> ROLES = Set.of("installation", "label", "sample");
  private static final Set<String> BASES = Set.of("ac", "dc", "unknown");
  private static final Set<String> KINDS = Set.of("site", "polygon", "panel");

  private final JsonObject entry;

  MappingReader(JsonObject entry) {
    this.entry = entry;
  }

  Mapping read() {
    return new Mapping(fields(), recordRoles(), entry.texts("keep_cols"));
  }

  private Map<String, String> recordRoles() {
    Json value = entry.value("record_role");
    Map<String, String> roles = new LinkedHashMap<>();
    if (value instanceof Json.Text text) {
      roles.put("*", role(entry, "record_role", text));
    } else if (value instanceof Json.Obj) {
      JsonObject byPattern = entry.object("record_role");
      if (byPattern != null) {
        for (Json.Member member : byPattern.members()) {
          if (member.value() instanceof Json.Text text) {
            roles.put(member.key(), role(byPattern, member.key(), text));
          } else {
            byPattern.wrong(member.key(), member.value(), "one of " + words(ROLES));
          }
        }
      }
    } else if (value != null) {
      entry.wrong(
          "record_role",
          value,
          "one of %s, or an object of file patterns with such".formatted(words(ROLES)));
    }
    return roles;
  }

  private static String role(JsonObject object, String key, Json.Text text) {
    if (!ROLES.contains(text.value())) {
      object.wrong(key, text, "one of " + words(ROLES));
    }
    return text.value();
  }

  private Map<String, List<FieldSource>> fields() {
    Map<String, List<FieldSource>> fields = new LinkedHashMap<>();
    JsonObject byTarget = entry.object("fields");
    if (byTarget == null) {
      return fields;
    }
    byTarget.allowOnly(TARGETS);
    for (Json.Member member : byTarget.members()) {
      Json value = member.value();
      List<Json> items = value instanceof Json.Array array ? array.values() : List.of(value);
      List<FieldSource> sources = new ArrayList<>();
      for (Json item : items) {
        FieldSource source = source(byTarget, member.key(), item);
        if (source != null) {
          sources.add(source);
          if (TARGETS.contains(member.key())) {
            Profiles.faults(Map.of(member.key(), List.of(source)))
                .forEach(fault -> byTarget.error(member.key(), item.line(), fault));
          }
        }
      }
      fields.put(member.key(), sources);
    }
    return fields;
  }

  private static @Nullable FieldSource source(JsonObject fields, String target, Json item) {
    if (item instanceof Json.Text text && !text.value().isEmpty()) {
      return new FieldSource(text.value(), null, null, null);
    }
    if (!(item instanceof Json.Obj object)) {
      fields.wrong(
          target, item, "a column, or an object {column, unit, basis, kind}, or a list of them");
      return null;
    }
    JsonObject source = fields.nested(target, object);
    source.allowOnly(Set.of("column", "unit", "basis", "kind"));
    Json column = source.value("column");
    if (!(column instanceof Json.Text name) || name.value().isEmpty()) {
      source.wrong("column", column == null ? object : column, "the name of a column");
      return null;
    }
    return new FieldSource(
        name.value(),
        source.text("unit"),
        word(source, "basis", target, "capacity_mw", BASES),
        word(source, "kind", target, "source_area_m2", KINDS));
  }

  private static @Nullable String word(
      JsonObject source, String key, String target, String onlyTarget, Set<String> known) {
    Json value = source.value(key);
    if (value == null) {
      return null;
    }
    if (!target.equals(onlyTarget)) {
      source.error(key, value.line(), "only %s has a %s".formatted(onlyTarget, key));
      return null;
    }
    if (!(value instanceof Json.Text text) || !known.contains(text.value())) {
      source.wrong(key, value, "one of " + words(known));
      return null;
    }
    return text.value();
  }

  private static String words(Set<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }
}
