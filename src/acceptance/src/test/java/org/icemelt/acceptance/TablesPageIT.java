package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.judge.Judge;
import org.icemelt.judge.PagePart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page of tables and columns: types as DuckDB describes them in the lake of the main job, words
 * as {@code sources} writes them for dbt, provenance and mapping as the lake's own tables hold
 * them.
 */
class TablesPageIT {
  private static final String PAGE = "src/site/tables.md";
  private static final List<String> OWN =
      List.of(
          "stg_pv_consolidated",
          "ingest_files",
          "ingest_rejects",
          "field_mapping",
          "quality_checks",
          "admin_boundaries",
          "prep_pv_datasets_unified",
          "prep_country_pv_statistics",
          "prep_country_h3_decomposition",
          "curated_pv_dataset_summary",
          "curated_pv_grid");

  private static final Map<String, String> TABLES = new TreeMap<>();
  private static final Map<String, Map<String, String>> COLUMNS = new TreeMap<>();

  private final RunFolder folder = DefaultLake.shared().folder();

  @BeforeAll
  static void describe() throws Exception {
    RunFolder copy = DefaultLake.shared().folder().copy("tables-page");
    copy.expect(0, "sources", "--output=sources.yml");
    JsonNode sources =
        new YAMLMapper().readTree(Files.readString(copy.path().resolve("sources.yml")));
    for (JsonNode source : sources.get("sources")) {
      for (JsonNode table : source.get("tables")) {
        String name = table.get("name").asText();
        TABLES.put(name, table.path("description").asText());
        Map<String, String> columns = COLUMNS.computeIfAbsent(name, n -> new TreeMap<>());
        for (JsonNode column : table.path("columns")) {
          columns.put(column.get("name").asText(), column.path("description").asText());
        }
      }
    }
  }

  @Test
  void theProgramsTablesAreDescribedColumnByColumn() throws Exception {
    StringBuilder page = new StringBuilder();
    try (Connection duckdb = folder.open()) {
      for (String table : OWN) {
        page.append(
            "### `%s`%n%n%s%n%n| column | type | meaning |%n|---|---|---|%n"
                .formatted(table, TABLES.get(table)));
        for (List<?> column : columns(duckdb, table)) {
          String meaning = COLUMNS.get(table).get((String) column.get(0));
          assertThat(meaning).as("description of %s.%s", table, column.get(0)).isNotBlank();
          page.append("| `%s` | %s | %s |%n".formatted(column.get(0), column.get(1), meaning));
        }
        page.append('\n');
      }
    }
    new PagePart(PAGE, "tables").mustBe(page.toString());
  }

  @Test
  void theRawTablesAreListedWithTheirProvenanceAndMapping() throws Exception {
    StringBuilder page = new StringBuilder();
    try (Connection duckdb = folder.open()) {
      List<String> named = new ArrayList<>();
      for (String dataset : Expected.datasets()) {
        named.add("raw_" + dataset);
        page.append("### `raw_%s`%n%n".formatted(dataset));
        for (List<?> file :
            Judge.rows(
                duckdb,
                "SELECT source_file, doi, coalesce(version, '–'), license, format, features_read, checksum FROM ingest_files"
                    + where(dataset)
                    + " ORDER BY source_file")) {
          String doi = String.valueOf(file.get(1));
          page.append(
              "From `%s` (%s, %s features), published at <%s>, version %s; licence: %s; SHA-256 `%s`.%n%n"
                  .formatted(
                      file.get(0),
                      file.get(4),
                      "%,d".formatted((Long) file.get(5)),
                      doi.startsWith("10.") ? "https://doi.org/" + doi : doi,
                      file.get(2),
                      file.get(3),
                      file.get(6)));
        }
        page.append(mapping(duckdb, dataset)).append('\n');
        List<String> columns = new ArrayList<>();
        for (List<?> column : columns(duckdb, "raw_" + dataset)) {
          columns.add("`%s` %s".formatted(column.get(0), column.get(1)));
        }
        page.append("Columns: ").append(String.join(", ", columns)).append(".\n\n");
      }
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' AND schema_name = 'main' ORDER BY 1"))
          .as("every table of the lake is on the page")
          .containsExactlyInAnyOrderElementsOf(
              java.util.stream.Stream.concat(OWN.stream(), named.stream()).toList());
    }
    new PagePart(PAGE, "raw tables").mustBe(page.toString());
  }

  private static String mapping(Connection duckdb, String dataset) throws Exception {
    StringBuilder table = new StringBuilder();
    for (List<?> row :
        Judge.rows(
            duckdb,
            "SELECT target_column, source_column, coalesce(source_unit, '–'), coalesce(factor::VARCHAR, '–'),"
                + " coalesce(basis, kind, '–'), rows_filled, rows_unconvertible FROM field_mapping"
                + where(dataset)
                + " ORDER BY ALL")) {
      table.append("| `%s` | `%s` | %s | %s | %s | %,d | %,d |%n".formatted(row.toArray()));
    }
    return table.isEmpty()
        ? "No column of it fills a common one.\n"
        : "| common column | from | unit | times | basis or kind | rows filled | not convertible |\n|---|---|---|---|---|---|---|\n"
            + table;
  }

  private static List<List<Object>> columns(Connection duckdb, String table) throws Exception {
    List<List<Object>> columns = new ArrayList<>();
    for (List<?> row :
        Judge.rows(
            duckdb,
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake' AND schema_name = 'main' AND table_name = %s ORDER BY column_index"
                .formatted(Judge.literal(table)))) {
      columns.add(new ArrayList<>(row));
    }
    assertThat(columns).as(table).isNotEmpty();
    return columns;
  }
}
