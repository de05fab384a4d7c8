package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.Synthetic.POLYGON;
import static org.icemelt.acceptance.Synthetic.collection;
import static org.icemelt.acceptance.Synthetic.feature;
import static org.icemelt.judge.Judge.identifier;
import static org.icemelt.judge.Judge.literal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.icemelt.judge.Command;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Column names that hurt: DuckDB reads every value back by name, and renamings are reported. */
class HurtfulNamesIT {
  private static final List<String> ADDED =
      List.of("dataset_name", "source_file", "source_row", "geometry", "processed_at");

  /** Names that a lake can hold as they are, and names that it cannot, with their new name. */
  private static final Map<String, String> IN_LAKE = names();

  /** What GeoJSON alone can hold: two names that differ only in case. */
  private static final String SECOND = "NAME";

  private static RunFolder folder;
  private static Command run;

  @BeforeAll
  static void build() throws Exception {
    folder = RunFolder.empty("hurtful-names");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    List<String> all = new ArrayList<>(IN_LAKE.keySet());
    all.add(SECOND);
    Files.write(
        manifest.folder().resolve("names.geojson"),
        collection(feature(properties(all, 0), POLYGON), feature(properties(all, 1), POLYGON)));
    manifest.dataset("in_geojson", "names.geojson");
    try (Connection duckdb = Judge.connect()) {
      String columns =
          IN_LAKE.keySet().stream()
              .map(name -> "%s || row AS %s".formatted(literal(value(name)), identifier(name)))
              .collect(Collectors.joining(", "));
      Synthetic.write(
          duckdb,
          manifest.folder().resolve("names.gpkg"),
          "SELECT %s, ST_Point(row, 2) AS geom FROM range(2) r(row) ORDER BY row"
              .formatted(columns));
    }
    manifest.dataset("in_gpkg", "names.gpkg");
    run = folder.build(manifest.option());
  }

  @AfterAll
  static void audit() {
    assertThat(folder.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"in_geojson", "in_gpkg"})
  void everyValueIsReadBackByName(String dataset) throws Exception {
    try (Connection duckdb = folder.open()) {
      for (Map.Entry<String, String> name : IN_LAKE.entrySet()) {
        assertThat(
                Judge.column(
                    duckdb,
                    "SELECT %s FROM %s ORDER BY source_row"
                        .formatted(identifier(name.getValue()), "raw_" + dataset)))
            .as("%s, in the lake %s", name.getKey(), name.getValue())
            .containsExactly(value(name.getKey()) + 0, value(name.getKey()) + 1);
      }
    }
  }

  @Test
  void theSecondOfTwoNamesThatDifferOnlyInCaseGetsANewName() throws Exception {
    try (Connection duckdb = folder.open()) {
      assertThat(
              Judge.column(
                  duckdb,
                  "SELECT %s FROM raw_in_geojson ORDER BY source_row"
                      .formatted(identifier(SECOND + "_2"))))
          .containsExactly(value(SECOND) + 0, value(SECOND) + 1);
    }
    assertThat(Icemelt.said(run)).contains(SECOND + "_2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in_geojson", "in_gpkg"})
  void ourOwnColumnsKeepTheirNamesAndComeLast(String dataset) throws Exception {
    List<String> expected = new ArrayList<>(IN_LAKE.values());
    if (dataset.equals("in_geojson")) {
      expected.add(SECOND + "_2");
    }
    expected.addAll(ADDED);
    try (Connection duckdb = folder.open()) {
      assertThat(Judge.column(duckdb, "DESCRIBE raw_" + dataset)).isEqualTo(expected);
      assertThat(
              Judge.rows(
                  duckdb,
                  "SELECT dataset_name, source_row FROM raw_%s ORDER BY 2".formatted(dataset)))
          .containsExactly(List.of(dataset, 0L), List.of(dataset, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"geometry_2", "dataset_name_2", "source_row_2"})
  void eachRenamingIsReported(String name) {
    assertThat(Icemelt.said(run).lines())
        .anySatisfy(line -> assertThat(line).contains("in_geojson", name))
        .anySatisfy(line -> assertThat(line).contains("in_gpkg", name));
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    List.of(
            "a.b",
            "two words",
            "it's",
            "say \"so\"",
            "select",
            "@id",
            "semi;colon",
            "Straße/(kW)",
            "100%",
            "name",
            "$x",
            "back\\slash")
        .forEach(name -> names.put(name, name));
    for (String ours : List.of("geometry", "dataset_name", "source_row")) {
      names.put(ours, ours + "_2");
    }
    IntStream.range(0, 200).mapToObj("c%03d"::formatted).forEach(name -> names.put(name, name));
    return names;
  }

  private static String properties(List<String> names, int row) throws Exception {
    Map<String, String> properties = new LinkedHashMap<>();
    names.forEach(name -> properties.put(name, value(name) + row));
    return new ObjectMapper().writeValueAsString(properties);
  }

  private static String value(String name) {
    return "value of " + name + " in row ";
  }
}
