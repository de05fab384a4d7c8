package org.icemelt.io.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Page compression for parquet-java without Hadoop: UNCOMPRESSED, SNAPPY, GZIP, ZSTD and LZ4_RAW.
 *
 * <p>Set it on readers as well as on writers ({@code withCodecFactory}): parquet-java's own factory
 * loads Hadoop classes even for UNCOMPRESSED pages. An instance belongs to one reader or writer; it
 * is not thread-safe, as it keeps its buffers.
 */
public final class HadoopFreeCodecs implements CompressionCodecFactory {
  private final int level;
  private final List<PageCodec> made = new ArrayList<>();

  /** Codecs at their default level. */
  public HadoopFreeCodecs() {
    this(PageCodec.DEFAULT_LEVEL);
  }

  /**
   * @param level compression level for ZSTD (1 to 22) and GZIP (1 to 9); other codecs have none
   */
  public HadoopFreeCodecs(int level) {
    this.level = level;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return getCompressor(name, level);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name, int atLevel) {
    return new Compressor(name, codec(name, atLevel));
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Decompressor(codec(name, level));
  }

  private PageCodec codec(CompressionCodecName name, int atLevel) {
    PageCodec codec = PageCodec.of(name, atLevel);
    made.add(codec);
    return codec;
  }

  @Override
  public void release() {
    made.forEach(PageCodec::close);
  }

  private static byte[] bytes(BytesInput page) throws IOException {
    return page.toInputStream().readNBytes(Math.toIntExact(page.size()));
  }

  /** The bytes of one page after the other. */
  private static final class Plain extends ByteArrayOutputStream {
    byte[] compressed(PageCodec codec) throws IOException {
      return codec.compress(buf, count);
    }
  }

  private static final class Compressor implements BytesInputCompressor {
    private final CompressionCodecName name;
    private final PageCodec codec;
    private final Plain plain = new Plain();

    Compressor(CompressionCodecName name, PageCodec codec) {
      this.name = name;
      this.codec = codec;
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      if (name == CompressionCodecName.UNCOMPRESSED) {
        return page;
      }
      plain.reset();
      page.writeAllTo(plain);
      return BytesInput.from(plain.compressed(codec));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {
      // the factory does
    }
  }

  private record Decompressor(PageCodec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int plainSize) throws IOException {
      return BytesInput.from(codec.decompress(bytes(page), plainSize));
    }

    @Override
    public void decompress(ByteBuffer page, int pageSize, ByteBuffer plain, int plainSize)
        throws IOException {
      byte[] compressed = new byte[pageSize];
      page.get(compressed);
      plain.put(codec.decompress(compressed, plainSize));
    }

    @Override
    public void release() {
      // the factory does
    }
  }
}
