package org.icemelt.io.ducklake.internal.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.ducklake.internal.read.FileColumns.StructNode;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file, a row group at a time. */
final class ParquetRows implements Closeable {
  /** Rows of one row group, in order. */
  @FunctionalInterface
  interface Rows {
    /** The next row; the group's row count says how often to ask. */
    List<@Nullable Object> next();
  }

  private final ParquetFileReader reader;
  private final List<Long> starts = new ArrayList<>();

  ParquetRows(InputFile file) throws IOException {
    reader =
        ParquetFileReader.open(
            file,
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new HadoopFreeCodecs())
                .build());
    long start = 0;
    for (BlockMetaData group : groups()) {
      starts.add(start);
      start += group.getRowCount();
    }
  }

  MessageType schema() {
    return reader.getFooter().getFileMetaData().getSchema();
  }

  List<BlockMetaData> groups() {
    return reader.getRowGroups();
  }

  /** Position in the file of a row group's first row. */
  long start(int group) {
    return starts.get(group);
  }

  Rows read(int group, StructNode row) throws IOException {
    List<@Nullable Object> constant = row.defaults();
    if (row.children().isEmpty()) {
      return () -> constant;
    }
    MessageType schema = new MessageType("row", row.type().asGroupType().getFields());
    reader.setRequestedSchema(schema);
    PageReadStore pages = reader.readRowGroup(group);
    MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
    RecordReader<List<@Nullable Object>> records =
        columns.getRecordReader(pages, new Materializer(row));
    return records::read;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Materializer extends RecordMaterializer<List<@Nullable Object>> {
    private final GroupConverter root;
    private List<@Nullable Object> current = List.of();

    @SuppressWarnings("unchecked") // a struct's converter makes lists
    Materializer(StructNode row) {
      root =
          Converters.of(
                  row,
                  value -> {
                    if (value != null) {
                      current = (List<@Nullable Object>) value;
                    }
                  })
              .asGroupConverter();
    }

    @Override
    public List<@Nullable Object> getCurrentRecord() {
      return current;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
