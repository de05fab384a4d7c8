package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;

/**
 * Which types are wider forms of which: the list of DuckLake's documentation without float32 to
 * float64. DuckDB 1.5.5 asks a file of floats for what is above the float 0.3 when a query asks for
 * what is above the double 0.3, and so misses the float 0.3 itself, which is the larger of the two.
 */
final class Widening {
  private static final List<List<String>> CHAINS =
      List.of(
          List.of("int8", "int16", "int32", "int64"),
          List.of("uint8", "uint16", "uint32", "uint64"));

  private Widening() {}

  /** Whether each value of a type is one of the other, wider type. */
  static boolean widens(String narrow, String wide) {
    for (List<String> chain : CHAINS) {
      int from = chain.indexOf(narrow);
      if (from >= 0 && from < chain.indexOf(wide)) {
        return true;
      }
    }
    return false;
  }
}
