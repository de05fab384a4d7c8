package org.icemelt.io.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** Whole pages to compressed pages and back, on byte arrays. */
interface PageCodec extends AutoCloseable {
  int DEFAULT_LEVEL = -1;

  /**
   * @param length of the page, which begins at the array's first byte
   */
  byte[] compress(byte[] page, int length) throws IOException;

  /** Returns exactly {@code plainSize} bytes, or fails: a page that holds fewer is damaged. */
  byte[] decompress(byte[] page, int plainSize) throws IOException;

  /** Gives back what lies outside the heap. */
  @Override
  default void close() {
    // most codecs hold nothing
  }

  static PageCodec of(CompressionCodecName name, int level) {
    return switch (name) {
      case UNCOMPRESSED -> new Plain();
      case SNAPPY -> new SnappyPages();
      case GZIP -> new GzipPages(level);
      case ZSTD -> new ZstdPages(level);
      case LZ4_RAW -> new Lz4RawPages();
      default ->
          throw new IllegalArgumentException(
              "Cannot handle Parquet compression "
                  + name
                  + ": only UNCOMPRESSED, SNAPPY, GZIP, ZSTD and LZ4_RAW are supported."
                  + " Rewrite the file with one of these.");
    };
  }

  /** A page that did not unpack to the size in its header. */
  static byte[] sized(byte[] plain, int size, int expected) throws IOException {
    if (size != expected) {
      throw new IOException(
          "Invalid Parquet page: unpacked to "
              + size
              + " bytes where its header says "
              + expected
              + ". The file is damaged; fetch or write it again.");
    }
    return plain;
  }

  /**
   * Refuses, before any memory is taken, a size that no page of so few bytes can unpack to.
   *
   * @param most plain bytes that the codec can make of one byte
   */
  static void requirePossible(int packed, int plainSize, int most) throws IOException {
    if (plainSize < 0 || plainSize > (packed + 16L) * most) {
      throw new IOException(
          "Invalid Parquet page: %d bytes cannot unpack to %d. The file is damaged; fetch or write it again."
              .formatted(packed, plainSize));
    }
  }

  /** Identity. */
  record Plain() implements PageCodec {
    @Override
    public byte[] compress(byte[] page, int length) {
      return Arrays.copyOf(page, length);
    }

    @Override
    public byte[] decompress(byte[] page, int plainSize) throws IOException {
      return sized(page, page.length, plainSize);
    }
  }

  /** Raw Snappy blocks, without Snappy's stream framing. */
  record SnappyPages() implements PageCodec {
    @Override
    public byte[] compress(byte[] page, int length) throws IOException {
      return Snappy.rawCompress(page, length);
    }

    @Override
    public byte[] decompress(byte[] page, int plainSize) throws IOException {
      int announced = Snappy.uncompressedLength(page);
      byte[] none = {};
      if (announced != plainSize) {
        return sized(none, announced, plainSize);
      }
      requirePossible(page.length, plainSize, 64);
      byte[] plain = Snappy.uncompress(page);
      return sized(plain, plain.length, plainSize);
    }
  }

  /** One gzip member a page (several are read). */
  record GzipPages(int level) implements PageCodec {
    @Override
    public byte[] compress(byte[] page, int length) throws IOException {
      var out = new ByteArrayOutputStream(length / 2 + 64);
      try (var gzip = new LevelledGzip(out, level)) {
        gzip.write(page, 0, length);
      }
      return out.toByteArray();
    }

    @Override
    public byte[] decompress(byte[] page, int plainSize) throws IOException {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(page))) {
        byte[] plain = in.readNBytes(plainSize);
        return sized(plain, plain.length + (in.read() < 0 ? 0 : 1), plainSize);
      }
    }

    private static final class LevelledGzip extends GZIPOutputStream {
      LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
        super(out);
        def.setLevel(level < 1 ? Deflater.DEFAULT_COMPRESSION : Math.min(level, 9));
      }
    }
  }

  /** One Zstandard frame a page. What compresses is kept: its tables are large, pages small. */
  final class ZstdPages implements PageCodec {
    private final int level;
    private @Nullable ZstdCompressCtx compressor;
    private byte[] packed = {};

    ZstdPages(int level) {
      this.level = level < 1 ? Zstd.defaultCompressionLevel() : level;
    }

    @Override
    public byte[] compress(byte[] page, int length) {
      ZstdCompressCtx context = compressor;
      if (context == null) {
        context = new ZstdCompressCtx().setLevel(level);
        compressor = context;
      }
      int most = Math.toIntExact(Zstd.compressBound(length));
      if (packed.length < most) {
        packed = new byte[most];
      }
      int size = context.compressByteArray(packed, 0, packed.length, page, 0, length);
      return Arrays.copyOf(packed, size);
    }

    @Override
    public void close() {
      if (compressor != null) {
        compressor.close();
        compressor = null;
      }
    }

    @Override
    public byte[] decompress(byte[] page, int plainSize) throws IOException {
      try {
        long announced = Zstd.getFrameContentSize(page);
        if (announced >= 0 && announced != plainSize) {
          throw new IOException(
              "Invalid Parquet page: its ZSTD frame holds %d bytes where its header says %d. The file is damaged; fetch or write it again."
                  .formatted(announced, plainSize));
        }
        requirePossible(page.length, plainSize, 1 << 16);
        byte[] plain = new byte[plainSize];
        long size = Zstd.decompressByteArray(plain, 0, plainSize, page, 0, page.length);
        return sized(plain, Math.toIntExact(size), plainSize);
      } catch (ZstdException e) {
        throw new IOException("Failed to unpack a ZSTD page of " + page.length + " bytes", e);
      }
    }
  }

  /** A raw LZ4 block a page. */
  record Lz4RawPages() implements PageCodec {
    @Override
    public byte[] compress(byte[] page, int length) {
      var lz4 = new Lz4Compressor();
      byte[] out = new byte[lz4.maxCompressedLength(length)];
      return Arrays.copyOf(out, lz4.compress(page, 0, length, out, 0, out.length));
    }

    @Override
    public byte[] decompress(byte[] page, int plainSize) throws IOException {
      requirePossible(page.length, plainSize, 256);
      byte[] plain = new byte[plainSize];
      try {
        int size = new Lz4Decompressor().decompress(page, 0, page.length, plain, 0, plainSize);
        return sized(plain, size, plainSize);
      } catch (RuntimeException e) { // aircompressor's MalformedInputException
        throw new IOException("Failed to unpack an LZ4 page of " + page.length + " bytes", e);
      }
    }
  }
}
