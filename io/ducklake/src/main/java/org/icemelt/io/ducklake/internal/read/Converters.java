package org.icemelt.io.ducklake.internal.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.icemelt.io.ducklake.internal.parquet.LeafDecoder;
import org.icemelt.io.ducklake.internal.read.FileColumns.IgnoredNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.LeafNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.ListNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.MapNode;
import org.icemelt.io.ducklake.internal.read.FileColumns.Node;
import org.icemelt.io.ducklake.internal.read.FileColumns.StructNode;
import org.jspecify.annotations.Nullable;

/** Parquet's callbacks, turned into values of a table's columns. */
final class Converters {
  private Converters() {}

  static Converter of(Node node, ValueSink sink) {
    if (node instanceof LeafNode leaf) {
      return new Leaf(leaf, sink);
    }
    if (node instanceof ListNode list) {
      return new Items(list, sink);
    }
    if (node instanceof MapNode map) {
      return new Entries(map, sink);
    }
    if (node instanceof IgnoredNode ignored) {
      return ignored(ignored.type());
    }
    return new Fields((StructNode) node, sink);
  }

  private static Converter ignored(Type type) {
    return type.isPrimitive() ? new IgnoredLeaf() : new IgnoredGroup(type.asGroupType());
  }

  /** Values that only tell whether what is around them is NULL. */
  private static final class IgnoredLeaf extends PrimitiveConverter {
    @Override
    public void addInt(int value) {}

    @Override
    public void addLong(long value) {}

    @Override
    public void addFloat(float value) {}

    @Override
    public void addDouble(double value) {}

    @Override
    public void addBoolean(boolean value) {}

    @Override
    public void addBinary(Binary value) {}
  }

  private static final class IgnoredGroup extends GroupConverter {
    private final List<Converter> fields;

    IgnoredGroup(GroupType type) {
      fields = type.getFields().stream().map(Converters::ignored).toList();
    }

    @Override
    public Converter getConverter(int index) {
      return fields.get(index);
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private static final class Leaf extends PrimitiveConverter {
    private final PrimitiveTypeName physical;
    private final LeafDecoder decoder;
    private final ValueSink sink;
    private @Nullable Object @Nullable [] dictionary;

    Leaf(LeafNode leaf, ValueSink sink) {
      this.physical = leaf.type().asPrimitiveType().getPrimitiveTypeName();
      this.decoder = leaf.decoder();
      this.sink = sink;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary values) {
      @Nullable Object[] decoded = new @Nullable Object[values.getMaxId() + 1];
      for (int id = 0; id < decoded.length; id++) {
        decoded[id] = ofDictionary(values, id);
      }
      dictionary = decoded;
    }

    private Object ofDictionary(Dictionary values, int id) {
      return switch (physical) {
        case INT32 -> decoder.ofInt(values.decodeToInt(id));
        case INT64 -> decoder.ofLong(values.decodeToLong(id));
        case FLOAT -> decoder.ofFloat(values.decodeToFloat(id));
        case DOUBLE -> decoder.ofDouble(values.decodeToDouble(id));
        case BOOLEAN -> decoder.ofBoolean(values.decodeToBoolean(id));
        case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> decoder.ofBinary(values.decodeToBinary(id));
      };
    }

    @Override
    public void addValueFromDictionary(int id) {
      @Nullable Object @Nullable [] decoded = dictionary;
      if (decoded == null) {
        throw new IllegalStateException("setDictionary comes first");
      }
      sink.accept(decoded[id]);
    }

    @Override
    public void addInt(int value) {
      sink.accept(decoder.ofInt(value));
    }

    @Override
    public void addLong(long value) {
      sink.accept(decoder.ofLong(value));
    }

    @Override
    public void addFloat(float value) {
      sink.accept(decoder.ofFloat(value));
    }

    @Override
    public void addDouble(double value) {
      sink.accept(decoder.ofDouble(value));
    }

    @Override
    public void addBoolean(boolean value) {
      sink.accept(decoder.ofBoolean(value));
    }

    @Override
    public void addBinary(Binary value) {
      sink.accept(decoder.ofBinary(value));
    }
  }

  /** A struct: its fields in the table's order, defaults where the file has none. */
  private static final class Fields extends GroupConverter {
    private final ValueSink sink;
    private final Converter[] converters;
    private final @Nullable Object[] defaults;
    private @Nullable Object[] values;

    Fields(StructNode node, ValueSink sink) {
      this.sink = sink;
      this.defaults = node.defaults().toArray();
      this.values = defaults.clone();
      this.converters = new Converter[node.children().size()];
      for (int i = 0; i < converters.length; i++) {
        int target = node.targets().get(i);
        converters[i] =
            of(node.children().get(i), target < 0 ? value -> {} : value -> values[target] = value);
      }
    }

    @Override
    public Converter getConverter(int index) {
      return converters[index];
    }

    @Override
    public void start() {
      values = defaults.clone();
    }

    @Override
    public void end() {
      sink.accept(Collections.unmodifiableList(Arrays.asList(values)));
    }
  }

  private static final class Items extends GroupConverter {
    private final ValueSink sink;
    private final Converter repeated;
    private List<@Nullable Object> items = new ArrayList<>();

    Items(ListNode node, ValueSink sink) {
      this.sink = sink;
      this.repeated =
          node.bare()
              ? of(node.element(), value -> items.add(value))
              : new Slot(node.element(), value -> items.add(value));
    }

    @Override
    public Converter getConverter(int index) {
      return repeated;
    }

    @Override
    public void start() {
      items = new ArrayList<>();
    }

    @Override
    public void end() {
      sink.accept(Collections.unmodifiableList(items));
    }
  }

  /** The group around a list's element. */
  private static final class Slot extends GroupConverter {
    private final Converter element;
    private final ValueSink sink;
    private @Nullable Object value;

    Slot(Node node, ValueSink sink) {
      this.element = of(node, item -> value = item);
      this.sink = sink;
    }

    @Override
    public Converter getConverter(int index) {
      return element;
    }

    @Override
    public void start() {
      value = null;
    }

    @Override
    public void end() {
      sink.accept(value);
    }
  }

  private static final class Entries extends GroupConverter {
    private final ValueSink sink;
    private final GroupConverter entry;
    private Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();

    Entries(MapNode node, ValueSink sink) {
      this.sink = sink;
      this.entry = new Entry(node);
    }

    @Override
    public Converter getConverter(int index) {
      return entry;
    }

    @Override
    public void start() {
      entries = new LinkedHashMap<>();
    }

    @Override
    public void end() {
      sink.accept(Collections.unmodifiableMap(entries));
    }

    private final class Entry extends GroupConverter {
      private final Converter keys;
      private final Converter values;
      private @Nullable Object key;
      private @Nullable Object value;

      Entry(MapNode node) {
        keys = of(node.key(), item -> key = item);
        values = of(node.value(), item -> value = item);
      }

      @Override
      public Converter getConverter(int index) {
        return index == 0 ? keys : values;
      }

      @Override
      public void start() {
        key = null;
        value = null;
      }

      @Override
      public void end() {
        entries.put(key, value);
      }
    }
  }
}
