package org.icemelt.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table that a run ends with, read by its words and numbers whatever its layout: a heading line
 * with {@code dataset}, {@code read}, {@code stored} and {@code rejected}, then a line a dataset.
 */
record ClosingTable(Map<String, Map<String, String>> rows) {

  /**
   * Finds the table in what a run printed.
   *
   * @throws AssertionError if there is none
   */
  static ClosingTable in(String printed) {
    List<String> lines = printed.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      List<String> heading = words(lines.get(i).toLowerCase(Locale.ROOT));
      if (heading.containsAll(List.of("dataset", "read", "stored", "rejected"))) {
        return new ClosingTable(rows(heading, lines.subList(i + 1, lines.size())));
      }
    }
    throw new AssertionError("No closing table in:\n" + printed);
  }

  /** Names of the datasets, in the table's order, a line of totals left out. */
  Set<String> datasets() {
    return rows.keySet();
  }

  /** A whole number of a dataset's line. */
  long number(String dataset, String column) {
    return Long.parseLong(text(dataset, column).replaceAll("[,_'\u00a0\u202f]", ""));
  }

  /** The text in a dataset's line below that heading. */
  String text(String dataset, String column) {
    Map<String, String> row = rows.get(dataset);
    if (row == null || !row.containsKey(column)) {
      throw new AssertionError(
          "No %s of %s in the closing table %s".formatted(column, dataset, rows));
    }
    return row.get(column);
  }

  private static Map<String, Map<String, String>> rows(List<String> heading, List<String> lines) {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String line : lines) {
      List<String> cells = words(line);
      boolean rule = cells.stream().allMatch(cell -> cell.matches("[^\\p{Alnum}]+"));
      if (rule && !cells.isEmpty()) {
        continue;
      }
      if (cells.size() != heading.size()) {
        break;
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(heading.get(i), cells.get(i));
      }
      if (!cells.get(0).toLowerCase(Locale.ROOT).matches("total|sum|all")) {
        rows.put(cells.get(0), row);
      }
    }
    return rows;
  }

  /** The words of a line; bars and a unit behind its quantity are none. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Stream.of(line.split("[\\s|│┃]+"))
        .filter(word -> !word.isEmpty() && !word.matches("\\(?(km²|km2|s)\\)?"))
        .forEach(words::add);
    return words;
  }
}
