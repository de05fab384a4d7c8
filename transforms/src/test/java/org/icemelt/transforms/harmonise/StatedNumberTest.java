package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatedNumberTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "1,5",
        "1d",
        "0x1p3",
        "NaN",
        "Infinity",
        "1e999",
        "-1",
        "1 2",
        "e",
        "--1",
        "12 kW"
      })
  void takesNoOtherTextForAPlainNumber(String text) {
    assertThat(StatedNumber.quantity(text, 1.0)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"150", "kW", "150 kWh", "1,5 MW", "1.5.2 MW", "-3 MW", "150 kW h", ""})
  void takesNoOtherTextForANumberWithUnit(String text) {
    assertThat(StatedNumber.quantity(text, null)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -9999})
  void takesNeitherInfinityNorNoDataForAQuantity(double number) {
    assertThat(StatedNumber.quantity(number, 1.0)).isNaN();
  }

  @Test
  void takesZeroAsStated() {
    assertThat(StatedNumber.quantity(0.0, 1.0)).isZero();
    assertThat(StatedNumber.quantity("0", 1.0)).isZero();
    assertThat(StatedNumber.quantity(0L, 0.001)).isZero();
  }

  @Test
  void takesNoTruthForAQuantity() {
    assertThat(StatedNumber.quantity(true, 1.0)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "123.0,123",
    "-5.0,-5",
    "0.5,0.5",
    "9007199254740992,9007199254740992",
    "1e20,100000000000000000000"
  })
  void printsWholeFloatsAsIntegers(double number, String id) {
    assertThat(StatedNumber.id(number)).isEqualTo(id);
  }

  @Test
  void keepsIdsThatAreNoFloats() {
    assertThat(StatedNumber.id(9007199254740993L)).isEqualTo("9007199254740993");
    assertThat(StatedNumber.id(17)).isEqualTo("17");
    assertThat(StatedNumber.id(17f)).isEqualTo("17");
    assertThat(StatedNumber.id(" 007 ")).isEqualTo("007");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void makesNoIdOfNoNumber(double number) {
    @Nullable String id = StatedNumber.id(number);
    assertThat(id).isNull();
  }
}
