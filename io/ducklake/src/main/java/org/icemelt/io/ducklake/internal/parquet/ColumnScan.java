package org.icemelt.io.ducklake.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/** Reads one column of a file, to find rows. */
public final class ColumnScan {
  private ColumnScan() {}

  /** Positions that a delete file names. */
  public static void positions(InputFile deleteFile, LongConsumer into) throws IOException {
    try (ParquetFileReader reader = open(deleteFile)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      Type column = schema.getType("pos");
      scan(reader, column, (group, row) -> into.accept(group.getLong(0, 0)));
    }
  }

  /**
   * Positions of the rows whose column has a value.
   *
   * @param name the column's name in a file without field ids; null if the file has them
   * @param type text of the column's type in the catalog
   * @param missing value of all rows if the file lacks the column
   * @param wanted canonical text; null looks for NULL
   */
  public static void matching(
      InputFile file,
      long columnId,
      @Nullable String name,
      String type,
      @Nullable String missing,
      @Nullable String wanted,
      LongConsumer into)
      throws IOException {
    try (ParquetFileReader reader = open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      Optional<Type> column =
          schema.getFields().stream()
              .filter(
                  field ->
                      name == null
                          ? field.getId() != null && field.getId().intValue() == columnId
                          : field.getName().equalsIgnoreCase(name))
              .findFirst();
      if (column.isEmpty()) {
        if (java.util.Objects.equals(missing, wanted)) {
          for (long row = 0; row < reader.getRecordCount(); row++) {
            into.accept(row);
          }
        }
        return;
      }
      scan(
          reader,
          column.get(),
          (group, row) -> {
            String value =
                group.getFieldRepetitionCount(0) == 0 ? null : text(group, column.get(), type);
            if (java.util.Objects.equals(value, wanted)) {
              into.accept(row);
            }
          });
    }
  }

  private static ParquetFileReader open(InputFile file) throws IOException {
    return ParquetFileReader.open(
        file,
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .build());
  }

  @FunctionalInterface
  private interface RowConsumer {
    void accept(Group row, long position);
  }

  private static void scan(ParquetFileReader reader, Type column, RowConsumer rows)
      throws IOException {
    MessageType schema = new MessageType("column", column);
    reader.setRequestedSchema(schema);
    var io = new ColumnIOFactory().getColumnIO(schema);
    long position = 0;
    for (PageReadStore pages = reader.readNextRowGroup();
        pages != null;
        pages = reader.readNextRowGroup()) {
      RecordReader<Group> records = io.getRecordReader(pages, new GroupRecordConverter(schema));
      for (long i = 0; i < pages.getRowCount(); i++) {
        rows.accept(records.read(), position++);
      }
    }
  }

  /** A value in the canonical text of the catalog's type, whatever integer width the file has. */
  private static String text(Group group, Type column, String type) {
    PrimitiveTypeName physical = column.asPrimitiveType().getPrimitiveTypeName();
    Object value =
        switch (physical) {
          case BOOLEAN -> group.getBoolean(0, 0);
          case INT32 -> group.getInteger(0, 0);
          case INT64 -> group.getLong(0, 0);
          case BINARY, FIXED_LEN_BYTE_ARRAY -> group.getBinary(0, 0);
          case FLOAT, DOUBLE, INT96 ->
              throw new IllegalArgumentException("Cannot compare values of type " + physical);
        };
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (type.equals("varchar") || type.equals("json")) {
      return group.getBinary(0, 0).toStringUsingUTF8();
    }
    if (type.equals("uuid")) {
      ByteBuffer bytes = group.getBinary(0, 0).toByteBuffer();
      return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
    return StatText.exact(ScalarTypes.parse(type), value);
  }
}
