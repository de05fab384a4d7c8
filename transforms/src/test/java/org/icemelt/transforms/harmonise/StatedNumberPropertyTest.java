package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class StatedNumberPropertyTest {

  @Property
  void readsBackEveryNumberThatJavaWrites(@ForAll @DoubleRange(max = 1e12) double number) {
    assertThat(StatedNumber.quantity(Double.toString(number), 1.0)).isEqualTo(number);
  }
}
