package org.icemelt.io.ducklake.internal.parquet;

import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.jspecify.annotations.Nullable;

/** Writes delete files: positions of rows that a data file no longer has. */
public final class DeleteFileWriter {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message duckdb_schema {
            required binary file_path (UTF8) = 2147483646;
            required int64 pos (INTEGER(64,true)) = 2147483645;
          }""");

  private DeleteFileWriter() {}

  /**
   * @param dataFile absolute path of the data file
   * @param positions 0-based, ascending
   */
  public static void write(OutputFile file, String dataFile, SortedSet<Long> positions)
      throws IOException {
    try (ParquetWriter<Long> writer =
        new Builder(file, dataFile)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (Long position : positions) {
        writer.write(position);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Long, Builder> {
    private final String dataFile;

    Builder(OutputFile file, String dataFile) {
      super(file);
      this.dataFile = dataFile;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent; never called without Hadoop
    protected WriteSupport<Long> getWriteSupport(org.apache.hadoop.conf.Configuration conf) {
      return new PositionSupport(dataFile);
    }

    @Override
    protected WriteSupport<Long> getWriteSupport(ParquetConfiguration conf) {
      return new PositionSupport(dataFile);
    }
  }

  private static final class PositionSupport extends WriteSupport<Long> {
    private final Binary dataFile;
    private @Nullable RecordConsumer out;

    PositionSupport(String dataFile) {
      this.dataFile = Binary.fromString(dataFile);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent; never called without Hadoop
    public WriteContext init(org.apache.hadoop.conf.Configuration conf) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration conf) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Long position) {
      RecordConsumer consumer = out;
      if (consumer == null) {
        throw new IllegalStateException("prepareForWrite comes first");
      }
      consumer.startMessage();
      consumer.startField("file_path", 0);
      consumer.addBinary(dataFile);
      consumer.endField("file_path", 0);
      consumer.startField("pos", 1);
      consumer.addLong(position);
      consumer.endField("pos", 1);
      consumer.endMessage();
    }
  }
}
