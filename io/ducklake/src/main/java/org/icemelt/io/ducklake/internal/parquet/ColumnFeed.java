package org.icemelt.io.ducklake.internal.parquet;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Takes the values of one column without groups after the other straight to Parquet's columns. */
final class ColumnFeed extends RecordConsumer {
  private final List<ColumnDescriptor> columns;
  private @Nullable ColumnWriteStore store;
  private @Nullable ColumnWriter out;
  private int level;

  /**
   * @param schema of which no field is a group
   */
  ColumnFeed(MessageType schema) {
    columns = schema.getColumns();
  }

  static boolean takes(MessageType schema) {
    return schema.getFields().stream().allMatch(field -> field.isPrimitive());
  }

  void begin(ColumnWriteStore into) {
    store = into;
  }

  /** The values from here on are those of this column. */
  void column(int index) {
    ColumnDescriptor column = columns.get(index);
    out = store().getColumnWriter(column);
    level = column.getMaxDefinitionLevel();
  }

  void addNull() {
    out().writeNull(0, 0);
  }

  /** So many rows have all their values. */
  void endRows(int rows) {
    ColumnWriteStore into = store();
    for (int i = 0; i < rows; i++) {
      into.endRecord();
    }
  }

  private ColumnWriteStore store() {
    if (store == null) {
      throw new IllegalStateException("begin comes first");
    }
    return store;
  }

  private ColumnWriter out() {
    if (out == null) {
      throw new IllegalStateException("column comes first");
    }
    return out;
  }

  @Override
  public void addInteger(int value) {
    out().write(value, 0, level);
  }

  @Override
  public void addLong(long value) {
    out().write(value, 0, level);
  }

  @Override
  public void addBoolean(boolean value) {
    out().write(value, 0, level);
  }

  @Override
  public void addBinary(Binary value) {
    out().write(value, 0, level);
  }

  @Override
  public void addFloat(float value) {
    out().write(value, 0, level);
  }

  @Override
  public void addDouble(double value) {
    out().write(value, 0, level);
  }

  @Override
  public void startMessage() {
    throw flat();
  }

  @Override
  public void endMessage() {
    throw flat();
  }

  @Override
  public void startField(String field, int index) {
    throw flat();
  }

  @Override
  public void endField(String field, int index) {
    throw flat();
  }

  @Override
  public void startGroup() {
    throw flat();
  }

  @Override
  public void endGroup() {
    throw flat();
  }

  private static IllegalStateException flat() {
    return new IllegalStateException("A column without groups takes values alone");
  }
}
