package org.icemelt.io.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HadoopFreeCodecsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message site { required int64 id; required binary name (UTF8); }");
  private static final int ROWS = 20_000;

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void valuesSurviveEachCodec(CompressionCodecName codec, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("sites.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(ChannelOutputFile.of(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new HadoopFreeCodecs())
            .withCompressionCodec(codec)
            .withType(SCHEMA)
            .build()) {
      var groups = new SimpleGroupFactory(SCHEMA);
      for (int i = 0; i < ROWS; i++) {
        writer.write(groups.newGroup().append("id", (long) i).append("name", "Zolotá " + i % 97));
      }
    }

    List<String> read = new ArrayList<>();
    try (ParquetReader<Group> reader = new GroupReader(ChannelInputFile.of(file)).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        read.add(group.getLong("id", 0) + group.getString("name", 0));
      }
    }
    assertThat(read).hasSize(ROWS);
    assertThat(read.get(0)).isEqualTo("0Zolotá 0");
    assertThat(read.get(ROWS - 1)).isEqualTo("19999Zolotá 17");
  }

  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void aPageShorterThanItsHeaderSaysIsRefused(CompressionCodecName codec) throws IOException {
    byte[] plain = new byte[1000];
    new Random(7).nextBytes(plain);
    var codecs = new HadoopFreeCodecs();
    var compressed = new ByteArrayOutputStream();
    codecs.getCompressor(codec).compress(BytesInput.from(plain)).writeAllTo(compressed);
    byte[] page = compressed.toByteArray();
    ByteBuffer target = ByteBuffer.allocate(1001);
    assertThatThrownBy(
            () ->
                codecs
                    .getDecompressor(codec)
                    .decompress(ByteBuffer.wrap(page), page.length, target, 1001))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1000 bytes where its header says 1001");
    ByteBuffer fitting = ByteBuffer.allocate(1000);
    codecs.getDecompressor(codec).decompress(ByteBuffer.wrap(page), page.length, fitting, 1000);
    assertThat(fitting.array()).isEqualTo(plain);
  }

  @Test
  void aCodecThatIsNotSupportedIsNamed() {
    assertThatThrownBy(() -> new HadoopFreeCodecs().getDecompressor(CompressionCodecName.BROTLI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot handle Parquet compression BROTLI");
  }

  @Test
  void aHigherLevelMakesSmallerPages() throws IOException {
    var random = new Random(3);
    var wkt = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      wkt.append("POINT (").append(random.nextInt(1000)).append(" 51.").append(i).append(")");
    }
    byte[] plain = wkt.toString().getBytes(StandardCharsets.UTF_8);
    for (var codec : List.of(CompressionCodecName.ZSTD, CompressionCodecName.GZIP)) {
      long fast =
          new HadoopFreeCodecs(1).getCompressor(codec).compress(BytesInput.from(plain)).size();
      long small =
          new HadoopFreeCodecs(9).getCompressor(codec).compress(BytesInput.from(plain)).size();
      assertThat(small).as(codec.name()).isLessThan(fast);
    }
  }

  @Test
  void anExistingFileIsNeverReplaced(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("kept.parquet"), "precious");
    assertThatThrownBy(() -> ChannelOutputFile.of(file).createOrOverwrite(0))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(file).hasContent("precious");
  }

  private static final class GroupReader extends ParquetReader.Builder<Group> {
    GroupReader(InputFile file) {
      super(file, new PlainParquetConfiguration());
      withCodecFactory(new HadoopFreeCodecs());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new PlainGroupReadSupport();
    }
  }

  /** Asks for the whole file's schema; the parent would load Hadoop's Configuration. */
  private static final class PlainGroupReadSupport extends GroupReadSupport {
    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(context.getFileSchema());
    }
  }
}
