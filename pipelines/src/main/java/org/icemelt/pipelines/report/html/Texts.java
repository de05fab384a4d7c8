package org.icemelt.pipelines.report.html;

import java.util.Locale;

/** Numbers as the page shows them. */
final class Texts {
  private Texts() {}

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** With one decimal. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
