package org.icemelt.io.ducklake.internal.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.internal.catalog.ColumnTree;
import org.icemelt.io.ducklake.internal.catalog.ColumnValues;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.MappedName;
import org.icemelt.io.ducklake.internal.parquet.LeafDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Where a file has the columns of a table: by field id, by the names that the catalog maps, or, in
 * files with neither, by position. What a file lacks has the column's initial default.
 */
final class FileColumns {
  /** What becomes a value; {@link #type} is the part of the file's schema that it reads. */
  sealed interface Node {
    Type type();
  }

  record LeafNode(Type type, LeafDecoder decoder) implements Node {}

  /**
   * @param bare whether the repeated field is the element itself
   */
  record ListNode(Type type, Node element, boolean bare) implements Node {}

  record MapNode(Type type, Node key, Node value) implements Node {}

  /**
   * @param targets for each child its place among the table's fields; -1 if it is not wanted
   * @param defaults one a field of the table
   */
  record StructNode(
      Type type, List<Node> children, List<Integer> targets, List<@Nullable Object> defaults)
      implements Node {}

  /** Read only to see whether the struct around it is NULL. */
  record IgnoredNode(Type type) implements Node {}

  private static final int ROW_ID = 2147483540;
  private static final int SNAPSHOT_ID = 2147483539;

  private enum Matching {
    IDS,
    NAMES,
    POSITIONS
  }

  private final MessageType file;
  private final Matching matching;
  private final String path;

  private FileColumns(MessageType file, Matching matching, String path) {
    this.file = file;
    this.matching = matching;
    this.path = path;
  }

  /**
   * @param path of the file; folders may hold values of hive partitions
   */
  static FileColumns of(MessageType file, boolean mapped, String path) {
    Matching matching =
        mapped
            ? Matching.NAMES
            : file.getFields().stream().anyMatch(FileColumns::hasId)
                ? Matching.IDS
                : Matching.POSITIONS;
    return new FileColumns(file, matching, path);
  }

  private static boolean hasId(Type type) {
    return type.getId() != null
        || !type.isPrimitive()
            && type.asGroupType().getFields().stream().anyMatch(FileColumns::hasId);
  }

  /** All wanted columns as the fields of one row. */
  StructNode row(List<ColumnTree> columns, List<ColumnTree> all, @Nullable List<MappedName> names) {
    return struct(file, columns, all, names, true);
  }

  /** The file's own row ids, if it has them. */
  Optional<LeafNode> rowIds() {
    return internal(ROW_ID, "_ducklake_internal_row_id");
  }

  /** Snapshots at which rows were added, if the file has rows of several. */
  Optional<LeafNode> snapshotIds() {
    return internal(SNAPSHOT_ID, "_ducklake_internal_snapshot_id");
  }

  private Optional<LeafNode> internal(int id, String name) {
    return file.getFields().stream()
        .filter(Type::isPrimitive)
        .filter(
            field ->
                field.getId() != null && field.getId().intValue() == id
                    || field.getName().equals(name))
        .findFirst()
        .map(
            field ->
                new LeafNode(field, LeafDecoder.of(field.asPrimitiveType(), DuckLakeType.INT64)));
  }

  private StructNode struct(
      GroupType group,
      List<ColumnTree> wanted,
      List<ColumnTree> siblings,
      @Nullable List<MappedName> names,
      boolean top) {
    List<Node> children = new ArrayList<>();
    List<Integer> targets = new ArrayList<>();
    @Nullable Object[] defaults = new @Nullable Object[wanted.size()];
    for (int i = 0; i < wanted.size(); i++) {
      ColumnTree column = wanted.get(i);
      Optional<MappedName> name = named(column, names);
      Optional<Type> field = find(group, column, siblings.indexOf(column), name);
      if (field.isPresent()) {
        children.add(node(field.get(), column, name.map(MappedName::children).orElse(null)));
        targets.add(i);
      } else {
        defaults[i] =
            name.filter(MappedName::hive).isPresent()
                ? hiveValue(column, name.get().source())
                : ColumnValues.initialDefault(column);
      }
    }
    if (children.isEmpty() && !top) {
      children.add(new IgnoredNode(group.getType(0)));
      targets.add(-1);
    }
    return new StructNode(
        group.withNewFields(children.stream().map(Node::type).toList()),
        Collections.unmodifiableList(children),
        List.copyOf(targets),
        Collections.unmodifiableList(Arrays.asList(defaults)));
  }

  private static Optional<MappedName> named(ColumnTree column, @Nullable List<MappedName> names) {
    return names == null
        ? Optional.empty()
        : names.stream().filter(name -> name.columnId() == column.id()).findFirst();
  }

  private Optional<Type> find(
      GroupType group, ColumnTree column, int position, Optional<MappedName> name) {
    return switch (matching) {
      case IDS ->
          group.getFields().stream()
              .filter(field -> field.getId() != null && field.getId().intValue() == column.id())
              .findFirst();
      case NAMES ->
          name.filter(mapped -> !mapped.hive())
              .flatMap(
                  mapped ->
                      group.getFields().stream()
                          .filter(field -> field.getName().equalsIgnoreCase(mapped.source()))
                          .findFirst());
      case POSITIONS ->
          position < group.getFieldCount()
              ? Optional.of(group.getType(position))
              : Optional.empty();
    };
  }

  private Node node(Type field, ColumnTree column, @Nullable List<MappedName> names) {
    try {
      return switch (column.typeText()) {
        case "struct" ->
            struct(field.asGroupType(), column.children(), column.children(), names, false);
        case "list" -> list(field.asGroupType(), column, names);
        case "map" -> map(field.asGroupType(), column, names);
        default -> new LeafNode(field, LeafDecoder.of(field.asPrimitiveType(), column.type()));
      };
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IllegalArgumentException(
          "column \"%s\" cannot be read: %s".formatted(column.name(), e.getMessage()), e);
    }
  }

  private ListNode list(GroupType list, ColumnTree column, @Nullable List<MappedName> names) {
    Type repeated = list.getType(0);
    ColumnTree element = column.children().get(0);
    List<MappedName> below = named(element, names).map(MappedName::children).orElse(null);
    boolean bare =
        repeated.isPrimitive()
            || repeated.asGroupType().getFieldCount() != 1
            || repeated.getName().equals("array")
            || repeated.getName().equals(list.getName() + "_tuple");
    if (bare) {
      Node node = node(repeated, element, below);
      return new ListNode(list.withNewFields(node.type()), node, true);
    }
    Node node = node(repeated.asGroupType().getType(0), element, below);
    Type slot = repeated.asGroupType().withNewFields(node.type());
    return new ListNode(list.withNewFields(slot), node, false);
  }

  private MapNode map(GroupType map, ColumnTree column, @Nullable List<MappedName> names) {
    GroupType entry = map.getType(0).asGroupType();
    ColumnTree keys = column.children().get(0);
    ColumnTree values = column.children().get(1);
    Node key =
        node(entry.getType(0), keys, named(keys, names).map(MappedName::children).orElse(null));
    Node value =
        node(entry.getType(1), values, named(values, names).map(MappedName::children).orElse(null));
    return new MapNode(
        map.withNewFields(entry.withNewFields(key.type(), value.type())), key, value);
  }

  private @Nullable Object hiveValue(ColumnTree column, String name) {
    return HivePath.value(path, name).map(text -> ColumnValues.of(column, text)).orElse(null);
  }
}
