package org.icemelt.io.ducklake.internal.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.io.SeekableInputStream;
import org.icemelt.io.ducklake.internal.read.Deletions.Deletion;
import org.icemelt.io.parquet.ChannelInputFile;
import org.roaringbitmap.RoaringBitmap;

/**
 * A deletion vector as DuckDB writes it: Iceberg's {@code deletion-vector-v1} blob alone, that is
 * length, magic, a 64-bit roaring bitmap and a CRC-32.
 */
final class DeletionVector {
  private static final int MAGIC = 0xD1D33964;
  private static final int AROUND = 3 * Integer.BYTES; // length and magic before, CRC after

  private DeletionVector() {}

  static List<Deletion> read(ChannelInputFile file) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(file.getLength())];
    try (SeekableInputStream in = file.newStream()) {
      in.readFully(bytes);
    }
    ByteBuffer blob = ByteBuffer.wrap(bytes);
    int length = bytes.length < AROUND ? -1 : blob.getInt();
    if (length != bytes.length - 2 * Integer.BYTES || blob.getInt() != MAGIC) {
      throw new IllegalArgumentException("it is no deletion vector");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, Integer.BYTES, length);
    if ((int) crc.getValue() != blob.getInt(Integer.BYTES + length)) {
      throw new IllegalArgumentException("its checksum does not fit");
    }
    return positions(blob.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static List<Deletion> positions(ByteBuffer bitmaps) throws IOException {
    List<Deletion> positions = new ArrayList<>();
    for (long left = bitmaps.getLong(); left > 0; left--) {
      long high = Integer.toUnsignedLong(bitmaps.getInt()) << Integer.SIZE;
      RoaringBitmap low = new RoaringBitmap();
      low.deserialize(bitmaps);
      bitmaps.position(bitmaps.position() + low.serializedSizeInBytes());
      low.forEach(
          (org.roaringbitmap.IntConsumer)
              position ->
                  positions.add(new Deletion(high + Integer.toUnsignedLong(position), null)));
    }
    return positions;
  }
}
