package org.icemelt.io.ducklake.internal.parquet;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;

/** Types of leaf columns from their text in the catalog. */
public final class ScalarTypes {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),\\s*(\\d+)\\)");

  private ScalarTypes() {}

  /**
   * @throws IllegalArgumentException if this version does not know the type
   */
  public static DuckLakeType parse(String catalogText) {
    String text = catalogText.toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return DuckLakeType.decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    for (Scalar scalar : Scalar.values()) {
      if (scalar.catalogText().equals(text)) {
        return scalar;
      }
    }
    if (text.equals("timestamp_us")) {
      return DuckLakeType.TIMESTAMP;
    }
    throw new IllegalArgumentException("Cannot use type " + catalogText + ": it is not supported.");
  }
}
