package org.icemelt.io.ducklake.internal.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.parquet.HadoopFreeCodecs;

/** Gives the columns of a data file other field ids; the pages are copied as they are. */
public final class FieldIds {
  private static final long ROW_GROUP_HINT = 1L << 27;

  private FieldIds() {}

  /**
   * @param ids of all nodes of {@code schema}, preorder
   */
  public static void copy(InputFile from, OutputFile to, TableSchema schema, List<Long> ids)
      throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(from, options);
        ParquetFileWriter writer =
            new ParquetFileWriter(
                to,
                ParquetSchemas.messageType(schema, ids),
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_HINT,
                0,
                null,
                ParquetProperties.builder().build())) {
      writer.start();
      reader.appendTo(writer);
      writer.end(Map.of());
    }
  }
}
