package org.icemelt.pipelines.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.Filter.Operator;
import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereTest {
  @Test
  void readsComparisons() {
    assertThat(Where.parse("dataset_name='it''s' AND area_m2 >= 1.5e3 and n <> -7"))
        .isEqualTo(
            Filter.and(
                Filter.equal("dataset_name", "it's"),
                new Filter.Comparison("area_m2", Operator.AT_LEAST, new BigDecimal("1.5e3")),
                Filter.notEqual("n", -7L)));
    assertThat(Where.parse("\"odd \"\"name\" < 3")).isEqualTo(Filter.less("odd \"name", 3L));
    assertThat(Where.parse("is_primary = TRUE")).isEqualTo(Filter.equal("is_primary", true));
  }

  @Test
  void readsListsAndNulls() {
    assertThat(Where.parse("a IN ('x', 'y')")).isEqualTo(Filter.in("a", "x", "y"));
    assertThat(Where.parse("a NOT IN (1)")).isEqualTo(Filter.not(Filter.in("a", 1L)));
    assertThat(Where.parse("a IS NULL AND b is not null"))
        .isEqualTo(Filter.and(Filter.isNull("a"), Filter.isNotNull("b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a = 'open         | cannot read "'open"
          a = b             | a value is expected, not "b"
          a                 | a comparison is expected behind "a"
          = 3               | a column is expected, not "="
          a = 1 OR b = 2    | AND or its end is expected, not "OR"
          a = 1 AND         | a column is expected, not "its end"
          a IN (1           | ) is expected, not "its end"
          a = 1; DROP TABLE | cannot read "; DROP TABLE"
          """)
  void saysWhereItCannotRead(String text, String why) {
    assertThatThrownBy(() -> Where.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Invalid --where=" + text)
        .hasMessageContaining(why);
  }
}
