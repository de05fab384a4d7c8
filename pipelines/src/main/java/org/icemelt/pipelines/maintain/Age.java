package org.icemelt.pipelines.maintain;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.pipelines.UsageException;

/** An age as users write it: {@code 30d}, {@code 12h}, {@code 90m} or {@code 45s}. */
final class Age {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([dhms])");

  private Age() {}

  /**
   * @param option for the message, e.g. {@code --olderThan}
   */
  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new UsageException(
          "Invalid %s=%s: write a whole number and d, h, m or s, as in 30d."
              .formatted(option, text));
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
