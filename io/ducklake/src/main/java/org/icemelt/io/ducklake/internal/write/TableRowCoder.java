package org.icemelt.io.ducklake.internal.write;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.jspecify.annotations.Nullable;

/**
 * Coder of rows. The definition of the table goes with each row, serialised once a coder; decoded
 * rows of a table share one instance again.
 */
public final class TableRowCoder extends CustomCoder<TableRow> {
  private static final SerializedCoder<TableDef> TABLES = SerializedCoder.of(TableDef.class);

  private transient volatile @Nullable Map<TableDef, byte[]> encoded;
  private transient volatile @Nullable Map<ByteBuffer, TableDef> decoded;

  private TableRowCoder() {}

  public static TableRowCoder of() {
    return new TableRowCoder();
  }

  @Override
  public void encode(TableRow row, OutputStream out) throws IOException {
    byte[] table = encodedTable(row.table());
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(table.length);
    data.write(table);
    data.writeLong(row.sortKey());
    List<ColumnDef> columns = row.table().schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      ValueCodec.write(columns.get(i).type(), row.values().get(i), data);
    }
    data.flush();
  }

  @Override
  public TableRow decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] bytes = new byte[data.readInt()];
    data.readFully(bytes);
    TableDef table = decodedTable(bytes);
    long sortKey = data.readLong();
    List<ColumnDef> columns = table.schema().columns();
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (ColumnDef column : columns) {
      values.add(ValueCodec.read(column.type(), data));
    }
    return new TableRow(table, Collections.unmodifiableList(values), sortKey);
  }

  private byte[] encodedTable(TableDef table) throws IOException {
    Map<TableDef, byte[]> known = encoded;
    if (known == null) {
      encoded = known = new ConcurrentHashMap<>();
    }
    byte[] bytes = known.get(table);
    if (bytes == null) {
      var out = new java.io.ByteArrayOutputStream();
      TABLES.encode(table, out);
      bytes = out.toByteArray();
      known.put(table, bytes);
    }
    return bytes;
  }

  private TableDef decodedTable(byte[] bytes) throws IOException {
    Map<ByteBuffer, TableDef> known = decoded;
    if (known == null) {
      decoded = known = new ConcurrentHashMap<>();
    }
    ByteBuffer key = ByteBuffer.wrap(bytes);
    TableDef table = known.get(key);
    if (table == null) {
      table = TABLES.decode(new java.io.ByteArrayInputStream(bytes));
      known.put(key, table);
    }
    return table;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "Maps are written in their own order");
  }

  @Override
  public TypeDescriptor<TableRow> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(TableRow.class);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableRowCoder;
  }

  @Override
  public int hashCode() {
    return TableRowCoder.class.hashCode();
  }
}
