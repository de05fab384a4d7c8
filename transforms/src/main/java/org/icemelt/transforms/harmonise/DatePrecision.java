package org.icemelt.transforms.harmonise;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a date is stated, finest first. */
public enum DatePrecision {
  DAY,
  MONTH,
  YEAR,
  /** Some time before the date, e.g. {@code <2016-06}. */
  BEFORE;

  /** The word in column {@code install_date_precision}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DatePrecision> of(String word) {
    return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
  }
}
