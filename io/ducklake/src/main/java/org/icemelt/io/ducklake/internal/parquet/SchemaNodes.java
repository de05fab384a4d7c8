package org.icemelt.io.ducklake.internal.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableSchema;

/** A table's columns with all that lies below them, in preorder: the order of ids. */
public final class SchemaNodes {
  /**
   * One named node.
   *
   * @param parent position of the node above; -1 for a top-level column
   */
  public record Node(ColumnDef column, int parent) {
    /** Whether values lie here, and so statistics. */
    public boolean isLeaf() {
      return column.type().children().isEmpty();
    }

    public DuckLakeType type() {
      return column.type();
    }
  }

  private SchemaNodes() {}

  public static List<Node> preorder(TableSchema schema) {
    List<Node> nodes = new ArrayList<>();
    for (ColumnDef column : schema.columns()) {
      add(nodes, column, -1);
    }
    return Collections.unmodifiableList(nodes);
  }

  private static void add(List<Node> nodes, ColumnDef column, int parent) {
    int self = nodes.size();
    nodes.add(new Node(column, parent));
    for (ColumnDef child : column.type().children()) {
      add(nodes, child, self);
    }
  }

  /** How many leaves a column has. */
  public static int leaves(ColumnDef column) {
    List<ColumnDef> children = column.type().children();
    return children.isEmpty() ? 1 : children.stream().mapToInt(SchemaNodes::leaves).sum();
  }

  /** How many nodes a column has, itself included. */
  public static int size(ColumnDef column) {
    int size = 1;
    for (ColumnDef child : column.type().children()) {
      size += size(child);
    }
    return size;
  }
}
