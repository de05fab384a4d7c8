package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StatedDatePropertyTest {

  @Property
  void readsEveryDayThatJavaWrites(@ForAll @IntRange(min = -62091, max = 84370) int epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    assertThat(StatedDate.of(date.toString(), null))
        .isEqualTo(new StatedDate(date, DatePrecision.DAY));
  }

  @Property
  void neverThrowsWhateverTheText(@ForAll String text) {
    StatedDate stated = StatedDate.of(text, null);
    assertThat(stated == null || stated.date().getYear() >= 1800).isTrue();
  }
}
