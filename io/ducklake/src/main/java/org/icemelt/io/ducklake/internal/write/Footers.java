package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.SeekableInputStream;
import org.icemelt.io.parquet.ChannelInputFile;

/** What the catalog wants to know of a finished Parquet file. */
public final class Footers {
  private static final int TAIL = 8; // length of the footer, then PAR1

  private Footers() {}

  /** Bytes of the footer's thrift part. */
  public static long length(ChannelInputFile file) throws IOException {
    try (SeekableInputStream in = file.newStream()) {
      in.seek(file.getLength() - TAIL);
      byte[] tail = new byte[TAIL];
      in.readFully(tail);
      return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
  }
}
