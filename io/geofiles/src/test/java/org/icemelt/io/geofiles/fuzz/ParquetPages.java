package org.icemelt.io.geofiles.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.icemelt.io.parquet.ChannelInputFile;

/** Where the pages of a Parquet file begin, and each byte of its footer. */
final class ParquetPages {
  private static final int TAIL = 8;

  private ParquetPages() {}

  static TreeSet<Integer> borders(byte[] file) {
    TreeSet<Integer> cuts = new TreeSet<>();
    int footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    for (int at = file.length - TAIL - footer; at < file.length; at++) {
      cuts.add(at);
    }
    try (ParquetFileReader reader = open(file)) {
      for (BlockMetaData group : reader.getRowGroups()) {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
          around(cuts, chunk.getStartingPos());
          around(cuts, chunk.getFirstDataPageOffset());
          around(cuts, chunk.getStartingPos() + chunk.getTotalSize());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cuts;
  }

  private static void around(TreeSet<Integer> cuts, long border) {
    for (long at = border - 1; at <= border + 1; at++) {
      cuts.add((int) at);
    }
  }

  private static ParquetFileReader open(byte[] file) throws IOException {
    Path copy = Files.write(Files.createTempFile("pages", ".parquet"), file);
    SeekableByteChannel channel = Files.newByteChannel(copy);
    Files.delete(copy); // the open channel still reads it
    return ParquetFileReader.open(
        ChannelInputFile.of("pages.parquet", file.length, () -> channel),
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
  }
}
