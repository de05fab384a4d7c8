package org.icemelt.io.geofiles.geoparquet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of a nested column as maps and lists: a struct becomes a map that names all its
 * fields, an annotated list a list of its elements, an annotated map a map of its entries.
 */
final class TreeConverter extends GroupConverter {
  private final GroupType type;
  private final Consumer<Object> to;
  private final Converter[] children;
  private Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  TreeConverter(GroupType type, Consumer<Object> to) {
    this.type = type;
    this.to = to;
    this.children = new Converter[type.getFieldCount()];
    for (int i = 0; i < children.length; i++) {
      Type child = type.getType(i);
      children[i] = of(child, value -> add(child, value));
    }
  }

  static Converter of(Type type, Consumer<Object> to) {
    return type.isPrimitive()
        ? new LeafConverter(Leaf.of(type.asPrimitiveType()), to)
        : new TreeConverter(type.asGroupType(), to);
  }

  private void add(Type child, Object value) {
    if (child.isRepetition(Type.Repetition.REPEATED)) {
      Object list = fields.computeIfAbsent(child.getName(), name -> new ArrayList<Object>());
      @SuppressWarnings("unchecked") // put there by the line above
      List<Object> values = (List<Object>) list;
      values.add(value);
    } else {
      fields.put(child.getName(), value);
    }
  }

  @Override
  public Converter getConverter(int index) {
    return children[index];
  }

  @Override
  public void start() {
    fields = new LinkedHashMap<>();
    for (Type child : type.getFields()) {
      fields.put(child.getName(), null);
    }
  }

  @Override
  public void end() {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      to.accept(elements());
    } else if (logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation) {
      to.accept(entries());
    } else {
      to.accept(fields);
    }
  }

  private List<@Nullable Object> repeated() {
    List<@Nullable Object> values = new ArrayList<>();
    if (fields.values().iterator().next() instanceof List<?> list) {
      values.addAll(list);
    }
    return values;
  }

  /** The elements, taken out of the group of one field that stands around each. */
  private List<@Nullable Object> elements() {
    Type repeated = type.getType(0);
    boolean wrapped =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().endsWith("_tuple");
    List<@Nullable Object> values = repeated();
    if (wrapped) {
      values.replaceAll(
          group -> group instanceof Map<?, ?> map ? map.values().iterator().next() : group);
    }
    return values;
  }

  private Map<String, @Nullable Object> entries() {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (Object pair : repeated()) {
      if (pair instanceof Map<?, ?> map) {
        Object[] both = map.values().toArray();
        entries.put(String.valueOf(both[0]), both.length > 1 ? both[1] : null);
      }
    }
    return entries;
  }
}
