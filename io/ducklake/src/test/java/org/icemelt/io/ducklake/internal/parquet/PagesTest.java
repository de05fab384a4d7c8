package org.icemelt.io.ducklake.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.io.parquet.ChannelOutputFile;
import org.icemelt.io.parquet.HadoopFreeCodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file's index of pages says of each page at which row it begins; the pages say how many. */
class PagesTest {
  private static final int ROWS = 2_000;
  private static final TableDef T =
      TableDef.of(
          TableId.parse("t"),
          TableSchema.of(
              ColumnDef.of("i", DuckLakeType.INT64), ColumnDef.of("long", DuckLakeType.VARCHAR)));

  @TempDir Path folder;

  /** Rows are counted as held by the row group, and not beside it, once they are flushed. */
  @Test
  void areFilledByAFlush() throws Exception {
    try (DataFileWriter out = create(folder.resolve("flush.parquet"))) {
      out.write(List.of(1L, "x".repeat(1_000_000)));
      out.flush();
      assertThat(out.rowGroupBytes()).isGreaterThan(1_000_000);
    }
  }

  private static DataFileWriter create(Path path) throws IOException {
    return new DataFileWriter(
        ChannelOutputFile.of(path),
        T,
        List.of(1L, 2L),
        FileOptions.DEFAULTS,
        Set.of("i", "long"),
        Set.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 48, 127, 128, 129, 5_000})
  void beginWhereTheIndexSays(int rowsBetweenFlushes) throws Exception {
    Path path = folder.resolve("pages.parquet");
    try (DataFileWriter out = create(path)) {
      for (long i = 0; i < ROWS; i++) {
        out.write(List.of(i, String.valueOf(i).repeat(4_000)));
        if ((i + 1) % rowsBetweenFlushes == 0) {
          out.flush();
        }
      }
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(path),
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new HadoopFreeCodecs())
                .build())) {
      assertThat(reader.getFooter().getBlocks()).hasSize(1);
      PageReadStore rowGroup = reader.readNextRowGroup();
      List<ColumnChunkMetaData> chunks = reader.getFooter().getBlocks().get(0).getColumns();
      for (int column = 0; column < chunks.size(); column++) {
        PageReader pages =
            rowGroup.getPageReader(reader.getFileMetaData().getSchema().getColumns().get(column));
        List<Long> begins = new ArrayList<>();
        long rows = 0;
        for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
          begins.add(rows);
          rows += page.getValueCount();
        }
        OffsetIndex index = reader.readOffsetIndex(chunks.get(column));
        List<Long> stated = new ArrayList<>();
        for (int page = 0; page < index.getPageCount(); page++) {
          stated.add(index.getFirstRowIndex(page));
        }
        assertThat(rows).isEqualTo(ROWS);
        assertThat(stated).isEqualTo(begins);
        assertThat(column == 0 || begins.size() > 10).isTrue();
      }
    }
  }
}
