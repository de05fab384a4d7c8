package org.icemelt.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClosingTableTest {
  @Test
  void readsNumbersWhateverTheLayout() {
    ClosingTable plain =
        ClosingTable.in(
            """
            working ...
            dataset     read  stored  rejected  repaired  area km²  seconds
            ----------  ----  ------  --------  --------  --------  -------
            sun_a      1,363   1,361         2        78   1,234.5      0.7
            sun_b          3       3         0         0         –      0.1
            total      1,366   1,364         2        78   1,234.5      0.8

            snapshot 1
            """);
    ClosingTable barred =
        ClosingTable.in(
            """
            | Dataset | Read | Stored | Rejected | Area (km²) |
            |---------|------|--------|----------|------------|
            | sun_a   | 1363 | 1361   | 2        | 1234.5     |
            """);
    assertThat(plain.datasets()).containsExactly("sun_a", "sun_b");
    assertThat(plain.number("sun_a", "read")).isEqualTo(1363);
    assertThat(plain.number("sun_a", "repaired")).isEqualTo(78);
    assertThat(plain.text("sun_b", "area")).isEqualTo("–");
    assertThat(plain.text("sun_b", "seconds")).isEqualTo("0.1");
    assertThat(barred.datasets()).containsExactly("sun_a");
    assertThat(barred.number("sun_a", "stored")).isEqualTo(1361);
    assertThat(barred.text("sun_a", "area")).isEqualTo("1234.5");
  }

  @Test
  void saysWhatWasPrintedWhereThereIsNoTable() {
    assertThatThrownBy(() -> ClosingTable.in("nothing to do"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing to do");
  }
}
