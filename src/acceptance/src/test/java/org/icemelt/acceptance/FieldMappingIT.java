package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.acceptance.RunFolder.where;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.icemelt.judge.Judge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The common PV columns of every dataset at hand, and what {@code field_mapping} says filled them,
 * against what pandas computed from the source files ({@code oracle/field_sums.py}).
 */
class FieldMappingIT {
  private static final List<String> NUMBERS = List.of("source_area_m2", "capacity_mw");
  private static final List<String> COUNTED =
      List.of("install_date_precision", "technology", "status", "record_role");
  private static final List<String> SAMPLED =
      List.of(
          "external_id",
          "name",
          "source_area_m2",
          "capacity_mw",
          "capacity_basis",
          "install_date",
          "install_date_precision",
          "technology",
          "status",
          "record_role");

  private static Connection shipped;
  private static Connection ofTests;

  @BeforeAll
  static void open() throws SQLException {
    shipped = DefaultLake.shared().folder().open();
    RunFolder folder = RunFolder.empty("datasets-of-tests");
    LocalManifest manifest = new LocalManifest(folder.path().resolve("sources"));
    for (String dataset : datasets().filter(name -> !isShipped(name)).toList()) {
      EmbeddedData.copy(EmbeddedData.ofTests(dataset), manifest.folder().resolve(dataset));
      manifest.dataset(dataset, dataset + "/" + expected(dataset).get("source_file").asText());
    }
    folder.build(manifest.option());
    ofTests = folder.open();
  }

  @AfterAll
  static void close() throws SQLException {
    shipped.close();
    ofTests.close();
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void sumsOfAreaAndCapacityAreThoseOfTheSource(String dataset) throws Exception {
    for (String column : NUMBERS) {
      JsonNode of = expected(dataset).get(column);
      List<Object> found =
          Judge.rows(
                  lake(dataset),
                  "SELECT count(%1$s), fsum(%1$s), min(%1$s), max(%1$s) FROM stg_pv_consolidated"
                          .formatted(column)
                      + where(dataset))
              .get(0);
      assertThat(found.get(0)).as("filled %s", column).isEqualTo(of.get("filled").asLong());
      if (of.get("filled").asLong() > 0) {
        close((Double) found.get(1), of.get("sum").asDouble(), "sum of " + column);
        close((Double) found.get(2), of.get("min").asDouble(), "least " + column);
        close((Double) found.get(3), of.get("max").asDouble(), "largest " + column);
      }
    }
    Map<String, Double> byBasis = new TreeMap<>();
    Judge.rows(
            lake(dataset),
            "SELECT capacity_basis, fsum(capacity_mw) FROM stg_pv_consolidated"
                + where(dataset)
                + " AND capacity_basis IS NOT NULL GROUP BY ALL")
        .forEach(row -> byBasis.put((String) row.get(0), (Double) row.get(1)));
    JsonNode bases = expected(dataset).get("capacity_mw_by_basis");
    assertThat(byBasis.keySet()).containsExactlyInAnyOrderElementsOf(Expected.names(bases));
    byBasis.forEach((basis, sum) -> close(sum, bases.get(basis).asDouble(), basis));
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void datesWordsAndIdsAreThoseOfTheSource(String dataset) throws Exception {
    JsonNode of = expected(dataset);
    List<Object> found =
        Judge.rows(
                lake(dataset),
                "SELECT count(install_date), min(install_date)::VARCHAR, max(install_date)::VARCHAR,"
                    + " count(*) FILTER (unified_id <> record_id),"
                    + " count(DISTINCT unified_id) FILTER (unified_id <> record_id),"
                    + " count(external_id), count(name) FROM stg_pv_consolidated"
                    + where(dataset))
            .get(0);
    SoftAssertions softly = new SoftAssertions();
    softly.assertThat(found.get(0)).isEqualTo(of.at("/install_date/filled").asLong());
    softly.assertThat(found.get(1)).isEqualTo(text(of.at("/install_date/min")));
    softly.assertThat(found.get(2)).isEqualTo(text(of.at("/install_date/max")));
    softly.assertThat(found.get(3)).isEqualTo(of.get("unified_id_filled").asLong());
    softly.assertThat(found.get(4)).isEqualTo(of.get("unified_id_distinct").asLong());
    softly.assertThat(found.get(5)).isEqualTo(of.get("external_id_filled").asLong());
    softly.assertThat(found.get(6)).isEqualTo(of.get("name_filled").asLong());
    for (String column : COUNTED) {
      Map<String, Long> counts = new TreeMap<>();
      Judge.rows(
              lake(dataset),
              "SELECT %1$s, count(*) FROM stg_pv_consolidated %2$s AND %1$s IS NOT NULL GROUP BY ALL"
                  .formatted(column, where(dataset)))
          .forEach(row -> counts.put((String) row.get(0), (Long) row.get(1)));
      softly.assertThat(counts).as(column).isEqualTo(counts(of.get(column)));
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void fieldMappingSaysWhatFilledEachTarget(String dataset) throws Exception {
    Map<String, String> found = new TreeMap<>();
    Judge.rows(
            lake(dataset),
            "SELECT target_column, source_column, rows_filled, rows_unconvertible FROM field_mapping"
                + where(dataset)
                + " AND rows_filled + rows_unconvertible > 0")
        .forEach(
            row -> found.put(row.get(0) + " <- " + row.get(1), row.get(2) + ", " + row.get(3)));
    Map<String, String> expected = new TreeMap<>();
    JsonNode mapping = expected(dataset).get("field_mapping");
    for (String target : Expected.names(mapping)) {
      for (String column : Expected.names(mapping.get(target))) {
        JsonNode rows = mapping.get(target).get(column);
        expected.put(
            target + " <- " + column,
            rows.get("rows_filled").asLong() + ", " + rows.get("rows_unconvertible").asLong());
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void sampledRowsAreThoseOfTheSource(String dataset) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode sample : expected(dataset).get("sample")) {
      List<Object> row =
          Judge.rows(
                  lake(dataset),
                  "SELECT if(unified_id = record_id, NULL, unified_id), * FROM"
                      + " (SELECT record_id, unified_id, %s FROM stg_pv_consolidated %s"
                          .formatted(String.join(", ", SAMPLED), where(dataset))
                      + " AND source_row = "
                      + sample.get("source_row").asLong()
                      + ")")
              .get(0);
      softly
          .assertThat(row.get(0))
          .as("unified_id of %s", sample)
          .isEqualTo(text(sample.get("unified_id")));
      for (int i = 0; i < SAMPLED.size(); i++) {
        JsonNode value = sample.get(SAMPLED.get(i));
        Object found = row.get(3 + i);
        if (value.isNumber()) {
          close((Double) found, value.asDouble(), SAMPLED.get(i));
        } else {
          softly
              .assertThat(found == null ? null : found.toString())
              .as("%s of %s", SAMPLED.get(i), sample)
              .isEqualTo(text(value));
        }
      }
    }
    softly.assertAll();
  }

  static Stream<String> datasets() {
    return Expected.names(Expected.json("field_sums.json").get("datasets")).stream();
  }

  private static Connection lake(String dataset) {
    return isShipped(dataset) ? shipped : ofTests;
  }

  private static boolean isShipped(String dataset) {
    return expected(dataset).get("shipped").asBoolean();
  }

  private static JsonNode expected(String dataset) {
    return Expected.json("field_sums.json").get("datasets").get(dataset);
  }

  private static String text(JsonNode value) {
    return value.isNull() ? null : value.asText();
  }

  private static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new TreeMap<>();
    Expected.names(object).forEach(name -> counts.put(name, object.get(name).asLong()));
    return counts;
  }

  private static void close(Double found, double expected, String what) {
    assertThat(found).as(what).isCloseTo(expected, Offset.offset(1e-12 * Math.abs(expected)));
  }
}
