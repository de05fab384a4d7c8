package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatedDateTest {

  @ParameterizedTest
  @CsvSource({
    "2019,2019-01-01,YEAR",
    "2019-07,2019-07-01,MONTH",
    "2019/07,2019-07-01,MONTH",
    "2019-07-31,2019-07-31,DAY",
    "2019/07/31,2019-07-31,DAY",
    "20190731,2019-07-31,DAY",
    "2020-02-29,2020-02-29,DAY",
    "2019-07-31T22:00:00Z,2019-07-31,DAY",
    "2019-07-31 22:00:00+00:00,2019-07-31,DAY",
    "<2016-06,2016-06-01,BEFORE",
    "< 2016,2016-01-01,BEFORE",
    "<2016-06-15,2016-06-15,BEFORE"
  })
  void readsText(String text, LocalDate date, DatePrecision precision) {
    assertThat(StatedDate.of(text, null)).isEqualTo(new StatedDate(date, precision));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-13-40",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2019-02-29",
        "2021-7-1",
        "201",
        "20197",
        "2021-07-31x",
        "2021-07/31",
        "31/07/2021",
        "~2014",
        "2012..2014",
        "yes",
        "<",
        "< ",
        "0000",
        "9999",
        "1799",
        "2021-07-3a",
        "2019-07-31T",
        "2019-07-31Tnoon!"
      })
  void takesNothingElseForADate(String text) {
    assertThat(StatedDate.of(text, null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2008.0,2008-01-01,YEAR", "201606,2016-06-01,MONTH", "20220310,2022-03-10,DAY"})
  void readsNumbers(double number, LocalDate date, DatePrecision precision) {
    assertThat(StatedDate.of(number, null)).isEqualTo(new StatedDate(date, precision));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -9999, 2008.5, 9999, 201613, 20221301, Double.NaN, 1e300})
  void takesNoSentinelForADate(double number) {
    assertThat(StatedDate.of(number, null)).isNull();
  }

  @Test
  void takesTypedDatesAsTheyAre() {
    StatedDate day = new StatedDate(LocalDate.of(2021, 3, 4), DatePrecision.DAY);
    assertThat(StatedDate.of(LocalDate.of(2021, 3, 4), null)).isEqualTo(day);
    assertThat(StatedDate.of(LocalDateTime.of(2021, 3, 4, 23, 59), null)).isEqualTo(day);
    assertThat(StatedDate.of(Instant.parse("2021-03-04T23:59:00Z"), null)).isEqualTo(day);
    assertThat(StatedDate.of(true, null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2019-07-31,MONTH,2019-07-01,MONTH",
    "2019-07-31,YEAR,2019-01-01,YEAR",
    "2019-07-31,DAY,2019-07-31,DAY",
    "2019,DAY,2019-01-01,YEAR",
    "<2016-06,YEAR,2016-06-01,BEFORE"
  })
  void neverClaimsMoreThanTheColumnHas(
      String text, @Nullable DatePrecision finest, LocalDate date, DatePrecision precision) {
    assertThat(StatedDate.of(text, finest)).isEqualTo(new StatedDate(date, precision));
  }
}
