package org.icemelt.io.ducklake.internal.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveColumn;

/**
 * Which ids a table's columns have, or get. A column of the same name and type keeps its id, and so
 * does one of a wider or narrower type; any other takes the next free ones, so that everyone who
 * plans from the same rows plans the same.
 *
 * @param ids of all nodes, preorder
 * @param matched one a top-level column: the live column it is, or empty if it is new
 */
record ColumnPlan(List<Long> ids, List<Optional<LiveColumn>> matched) {

  /** The plan for a table that does not exist. */
  static ColumnPlan fresh(TableSchema schema) {
    return of(schema, List.of(), 0);
  }

  static ColumnPlan of(TableSchema schema, List<LiveColumn> live, long maxId) {
    return of(schema, live, maxId, ColumnPlan::fits);
  }

  /** The plan for a table that takes exactly these columns: no wider and no narrower one stays. */
  static ColumnPlan exact(TableSchema schema, List<LiveColumn> live, long maxId) {
    return of(schema, live, maxId, ColumnPlan::sameType);
  }

  @FunctionalInterface
  private interface Match {
    boolean test(DuckLakeType type, LiveColumn column, List<LiveColumn> live);
  }

  private static ColumnPlan of(TableSchema schema, List<LiveColumn> live, long maxId, Match match) {
    List<Long> ids = new ArrayList<>();
    List<Optional<LiveColumn>> matched = new ArrayList<>();
    long next = maxId + 1;
    for (ColumnDef column : schema.columns()) {
      Optional<LiveColumn> same =
          top(live).stream()
              .filter(old -> old.name().equalsIgnoreCase(column.name()))
              .filter(old -> match.test(column.type(), old, live))
              .findFirst();
      matched.add(same);
      if (same.isPresent()) {
        addIds(ids, same.get(), live);
      } else {
        next = addNew(ids, column, next);
      }
    }
    return new ColumnPlan(List.copyOf(ids), List.copyOf(matched));
  }

  static List<LiveColumn> top(List<LiveColumn> live) {
    return live.stream().filter(column -> column.parent() == null).toList();
  }

  static List<LiveColumn> below(LiveColumn parent, List<LiveColumn> live) {
    return live.stream().filter(column -> Objects.equals(column.parent(), parent.id())).toList();
  }

  private static void addIds(List<Long> ids, LiveColumn column, List<LiveColumn> live) {
    ids.add(column.id());
    below(column, live).forEach(child -> addIds(ids, child, live));
  }

  private static long addNew(List<Long> ids, ColumnDef column, long next) {
    ids.add(next++);
    for (ColumnDef child : column.type().children()) {
      next = addNew(ids, child, next);
    }
    return next;
  }

  private static boolean fits(DuckLakeType type, LiveColumn column, List<LiveColumn> live) {
    String rows = type.catalogText();
    String table = canonical(column.type());
    return Widening.widens(rows, table)
        || Widening.widens(table, rows)
        || sameType(type, column, live);
  }

  static boolean sameType(DuckLakeType type, LiveColumn column, List<LiveColumn> live) {
    if (!canonical(column.type()).equals(type.catalogText())) {
      return false;
    }
    List<ColumnDef> wanted = type.children();
    List<LiveColumn> there = below(column, live);
    if (wanted.size() != there.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).name().equalsIgnoreCase(there.get(i).name())
          || !sameType(wanted.get(i).type(), there.get(i), live)) {
        return false;
      }
    }
    return true;
  }

  /** One text for each type: the catalog may hold synonyms. */
  static String canonical(String catalogType) {
    String type = catalogType.toLowerCase(Locale.ROOT).replace(" ", "");
    return type.equals("timestamp_us") ? "timestamp" : type;
  }
}
