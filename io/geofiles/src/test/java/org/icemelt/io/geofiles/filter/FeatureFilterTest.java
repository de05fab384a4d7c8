package org.icemelt.io.geofiles.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureFilterTest {
  private static final FeatureSchema SCHEMA =
      FeatureSchema.of(
          new Column("n", ValueType.INT32),
          new Column("big", ValueType.INT64),
          new Column("x", ValueType.FLOAT64),
          new Column("s", ValueType.STRING),
          new Column("tracker-acro", ValueType.STRING),
          new Column("none", ValueType.STRING),
          new Column("t", ValueType.BOOLEAN),
          new Column("d", ValueType.DATE),
          new Column("ts", ValueType.TIMESTAMP),
          new Column("at", ValueType.TIMESTAMPTZ),
          new Column("Case", ValueType.INT32),
          new Column("CASE", ValueType.INT32));
  private static final List<@Nullable Object> ROW =
      Arrays.asList(
          5,
          9007199254740993L,
          -0.0,
          "it's 50%",
          "GSPT",
          null,
          true,
          LocalDate.of(2016, 6, 1),
          LocalDateTime.of(2016, 6, 1, 12, 30),
          Instant.parse("2016-06-01T12:30:00Z"),
          1,
          2);

  private static boolean test(String where) {
    return FeatureFilter.parse(where).test(SCHEMA, ROW);
  }

  /** The expected truths are DuckDB's: src/test/oracle/expected_filter.py. */
  @ParameterizedTest
  @CsvFileSource(resources = "/expected/filter.csv", numLinesToSkip = 1)
  void agreesWithDuckDb(String where, boolean matches) {
    assertThat(test(where)).as(where).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n = | 4 | expected a column or a literal, found the end",
        "n 5 | 3 | expected a comparison, IS, IN, LIKE or BETWEEN, found '5'",
        "tracker-acro = 'GSPT' | 8 | '-' is no number; put such names in double quotes",
        "s = 'abc | 5 | the text that begins here has no closing '",
        "\"s = 5 | 1 | the name that begins here has no closing \"",
        "(n = 5 | 7 | expected ')', found the end",
        "n = 5) | 6 | expected AND, OR or the end, found ')'",
        "n IN () | 7 | expected a column or a literal, found ')'",
        "n IS 5 | 6 | expected NULL, found '5'",
        "n NOT = 5 | 7 | expected IN, LIKE or BETWEEN, found '='",
        "n = 5 AND OR n = 6 | 11 | expected a column or a literal, found 'OR'",
        "s LIKE 5 | 8 | expected a pattern in single quotes, found '5'",
        "n = 5; DROP | 6 | unexpected ';'; put such names in double quotes",
        "'' | 3 | expected a comparison, IS, IN, LIKE or BETWEEN, found the end",
      })
  void namesThePositionOfAFault(String where, int position, String fault) {
    assertThatThrownBy(() -> FeatureFilter.parse(where))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid filter at position %d: %s: %s".formatted(position, fault, where));
  }

  @Test
  void refusesAFilterNestedTooDeep() {
    String where = "(".repeat(10_000) + "n = 5" + ")".repeat(10_000);
    assertThatThrownBy(() -> FeatureFilter.parse(where)).hasMessageContaining("nested too deep");
  }

  @Test
  void namesAColumnThatIsNotThere() {
    FeatureFilter filter = FeatureFilter.parse("\"Tracker\" = 'GSPT'");

    assertThatThrownBy(() -> filter.requireColumns(SCHEMA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot filter by \"Tracker\" = 'GSPT': there is no column \"Tracker\". Columns are [n,");
    assertThat(filter.columns()).containsExactly("Tracker");
  }

  @Test
  void prefersTheExactNameAndRefusesADoubtfulOne() {
    assertThat(test("Case = 1 AND CASE = 2 AND N = 5")).isTrue();
    assertThatThrownBy(() -> test("case = 1"))
        .hasMessage(
            "Cannot filter by case = 1: \"case\" may mean any of [Case, CASE]. Spell it exactly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n = 'five'",
        "NOT n = 'five'",
        "t = 1",
        "NOT t = 1",
        "d = 'yesterday'",
        "t = 'maybe'"
      })
  void leavesAComparisonUnknownWhereDuckDbWouldFail(String where) {
    assertThat(test(where)).isFalse();
  }

  @Test
  void comparesInstantsInUtc() {
    assertThat(test("at = '2016-06-01 12:30:00'")).isTrue();
    assertThat(test("at = '2016-06-01T12:30:00Z'")).isTrue();
    assertThat(test("at > '2016-06-01 12:30:01'")).isFalse();
  }

  @Test
  void survivesSerialization() {
    FeatureFilter filter = FeatureFilter.parse("n IN (4, 5) AND NOT s LIKE 'x%'");
    FeatureFilter copy = SerializableUtils.clone(filter);

    assertThat(copy).isEqualTo(filter);
    assertThat(copy.test(SCHEMA, ROW)).isTrue();
  }

  @Test
  void followsTheSchemaItIsGiven() {
    FeatureFilter filter = FeatureFilter.parse("n = 5");
    FeatureSchema other =
        FeatureSchema.of(new Column("m", ValueType.INT32), new Column("n", ValueType.INT32));

    assertThat(filter.test(SCHEMA, ROW)).isTrue();
    assertThat(filter.test(other, List.of(5, 6))).isFalse();
    assertThat(filter.test(other, List.of(6, 5))).isTrue();
  }
}
