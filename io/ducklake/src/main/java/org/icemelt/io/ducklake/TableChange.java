package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a commit does. Each belongs to a unit ({@code ""}: to none), and all
 * changes of a unit whose {@link Fingerprint} is unchanged are dropped together. The order in which
 * changes arrive does not matter: tables are dropped, made and emptied before rows come, views come
 * last.
 */
public sealed interface TableChange extends Serializable {
  /** What the change stands or falls with. */
  String unit();

  /** The table shall exist, with or without rows. An existing one must fit. */
  record CreateTable(String unit, TableDef table) implements TableChange {}

  /** The table shall exist and hold no row when the commit's transaction runs. */
  record RequireEmpty(String unit, TableDef table) implements TableChange {}

  /** The rows of a file are added. The table is made if it is missing. */
  record Append(String unit, StagedFile file) implements TableChange {}

  /** A few rows are added; the committer writes their file before the transaction. */
  record AppendRows(String unit, TableDef table, List<List<@Nullable Object>> rows)
      implements TableChange {
    public AppendRows {
      List<List<@Nullable Object>> copy = new ArrayList<>(rows.size());
      for (List<@Nullable Object> row : rows) {
        copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
      }
      rows = Collections.unmodifiableList(copy);
    }
  }

  /**
   * All live rows of one partition end in this commit: those that are live when its transaction
   * runs, wherever they lie (files of this partition, files older than the partitioning, rows kept
   * in the catalog).
   *
   * @param table partitioned by the identity of exactly one column
   * @param value of that column, or its text as the catalog writes it; null ends the rows that have
   *     none
   */
  record ReplacePartition(String unit, TableDef table, @Nullable Object value)
      implements TableChange {
    public ReplacePartition {
      List<PartitionField> keys = table.partitioning();
      if (keys.size() != 1 || !keys.get(0).transform().equals(PartitionTransform.IDENTITY)) {
        throw new IllegalArgumentException(
            "Cannot replace a partition of %s: it must be partitioned by the identity of exactly one column, not by %s."
                .formatted(table.id(), keys));
      }
    }
  }

  /**
   * All live rows of the table end in this commit, and its columns become those of {@code table}. A
   * column that keeps name and type keeps its id; one that changes its type ends, and a new one of
   * the same name begins.
   */
  record ReplaceTable(String unit, TableDef table) implements TableChange {}

  /** The table ends, if it is there. Its snapshots remain readable. */
  record DropTable(String unit, TableId id) implements TableChange {}

  /**
   * The view shall exist; one that is there already stays as it is.
   *
   * @param sql the query in DuckDB's SQL; <code>{DUCKLAKE_CATALOG}</code> stands for the lake
   * @param columnAliases names of its columns; empty takes those of the query
   */
  record CreateView(String unit, TableId id, String sql, List<String> columnAliases)
      implements TableChange {
    public CreateView {
      columnAliases = List.copyOf(columnAliases);
    }

    public CreateView(String unit, TableId id, String sql) {
      this(unit, id, sql, List.of());
    }
  }

  /** A file that shall not come in. It is deleted after the commit, unless a snapshot names it. */
  record Discard(String unit, StagedFile file) implements TableChange {}

  /**
   * What the unit was made from. If the lake, inside the transaction, already holds this value for
   * the unit, all changes of the unit are dropped and its files discarded.
   */
  record Fingerprint(String unit, String value) implements TableChange {
    public Fingerprint {
      requireNonNull(value, "value");
      if (unit.isEmpty()) {
        throw new IllegalArgumentException("Invalid fingerprint: it belongs to no unit.");
      }
    }
  }
}
