package org.icemelt.io.geofiles.geoparquet;

import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Takes the values of one primitive column; those of a dictionary are converted once a column
 * chunk.
 */
final class LeafConverter extends PrimitiveConverter {
  private final Leaf leaf;
  private final Consumer<Object> to;
  private Object[] entries = new Object[0];

  LeafConverter(Leaf leaf, Consumer<Object> to) {
    this.leaf = leaf;
    this.to = to;
  }

  @Override
  public boolean hasDictionarySupport() {
    return leaf.stored() != PrimitiveTypeName.BOOLEAN;
  }

  @Override
  public void setDictionary(Dictionary dictionary) {
    entries = new Object[dictionary.getMaxId() + 1];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(dictionary, i);
    }
  }

  private Object entry(Dictionary dictionary, int id) {
    return switch (leaf.stored()) {
      case INT32 -> leaf.ofLong().apply(dictionary.decodeToInt(id));
      case INT64 -> leaf.ofLong().apply(dictionary.decodeToLong(id));
      case FLOAT -> dictionary.decodeToFloat(id);
      case DOUBLE -> dictionary.decodeToDouble(id);
      default -> leaf.ofBinary().apply(dictionary.decodeToBinary(id));
    };
  }

  @Override
  public void addValueFromDictionary(int id) {
    to.accept(entries[id]);
  }

  @Override
  public void addBinary(Binary value) {
    to.accept(leaf.ofBinary().apply(value));
  }

  @Override
  public void addBoolean(boolean value) {
    to.accept(value);
  }

  @Override
  public void addDouble(double value) {
    to.accept(value);
  }

  @Override
  public void addFloat(float value) {
    to.accept(value);
  }

  @Override
  public void addInt(int value) {
    to.accept(leaf.ofLong().apply(value));
  }

  @Override
  public void addLong(long value) {
    to.accept(leaf.ofLong().apply(value));
  }
}
