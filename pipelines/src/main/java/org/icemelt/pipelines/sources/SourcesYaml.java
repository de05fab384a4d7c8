package org.icemelt.pipelines.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.pipelines.query.LakeQuery;
import org.jspecify.annotations.Nullable;

/** dbt's {@code sources.yml}: one source a schema, {@code main} under the name {@code icemelt}. */
final class SourcesYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  private final Limits limits;
  private final Descriptions descriptions = Descriptions.load();

  SourcesYaml(Limits limits) {
    this.limits = limits;
  }

  String of(List<Source> sources, String comment) {
    Map<String, List<Map<String, Object>>> bySchema = new TreeMap<>();
    for (Source source : sources) {
      bySchema.computeIfAbsent(source.name().schema(), s -> new ArrayList<>()).add(table(source));
    }
    List<Map<String, Object>> all = new ArrayList<>();
    bySchema.forEach(
        (schema, tables) -> {
          Map<String, Object> source = new LinkedHashMap<>();
          source.put("name", schema.equals("main") ? "icemelt" : schema);
          source.put("database", LakeQuery.ALIAS);
          source.put("schema", schema);
          source.put("tables", tables);
          all.add(source);
        });
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("version", 2);
    file.put("sources", all);
    try {
      return "# " + comment + "\n" + YAML.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("sources are always printable", e);
    }
  }

  private Map<String, Object> table(Source source) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("name", source.name().name());
    put(table, "description", descriptions.table(source));
    Map<String, Object> config = config(source);
    if (!config.isEmpty()) {
      table.put("config", config);
    }
    if (!source.columns().isEmpty()) {
      table.put("columns", source.columns().stream().map(c -> column(source, c)).toList());
    }
    return table;
  }

  private Map<String, Object> config(Source source) {
    Map<String, Object> config = new LinkedHashMap<>();
    if (source.checkedAt() != null && !source.frozen()) {
      config.put("loaded_at_query", source.checkedAt());
      Map<String, Object> freshness = new LinkedHashMap<>();
      freshness.put("warn_after", days(limits.warn()));
      freshness.put("error_after", days(limits.error()));
      config.put("freshness", freshness);
    }
    Map<String, Object> meta = new LinkedHashMap<>(new TreeMap<>(source.lineage()));
    if (source.frozen()) {
      meta.put("frozen", true);
    }
    if (!meta.isEmpty()) {
      config.put("meta", meta);
    }
    return config;
  }

  private static Map<String, Object> days(int count) {
    Map<String, Object> days = new LinkedHashMap<>();
    days.put("count", count);
    days.put("period", "day");
    return days;
  }

  private Map<String, Object> column(Source source, String name) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("name", name);
    put(column, "description", descriptions.column(source, name));
    List<Object> tests = ColumnTests.of(source.name(), name);
    if (!tests.isEmpty()) {
      column.put("data_tests", tests);
    }
    return column;
  }

  private static void put(Map<String, Object> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
