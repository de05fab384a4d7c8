package org.icemelt.io.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
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
    return new Compressor(name, PageCodec.of(name, atLevel));
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Decompressor(PageCodec.of(name, level));
  }

  @Override
  public void release() {
    // buffers are on the heap and go with the instance
  }

  private static byte[] bytes(BytesInput page) throws IOException {
    return page.toInputStream().readNBytes(Math.toIntExact(page.size()));
  }

  private record Compressor(CompressionCodecName name, PageCodec codec)
      implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      return name == CompressionCodecName.UNCOMPRESSED
          ? page
          : BytesInput.from(codec.compress(bytes(page)));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {
      // nothing held
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
      // nothing held
    }
  }
}
