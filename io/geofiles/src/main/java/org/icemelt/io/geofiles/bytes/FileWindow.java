package org.icemelt.io.geofiles.bytes;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Any range of a file's bytes; reading onwards costs few system calls. */
public final class FileWindow implements Closeable {
  private static final int BLOCK = 1 << 16;

  private final FileChannel channel;
  private final long size;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long blockStart;

  public FileWindow(Path path) throws IOException {
    this.channel = FileChannel.open(path);
    this.size = channel.size();
  }

  public long size() {
    return size;
  }

  /**
   * The bytes from {@code position} on, big-endian; valid until the next call.
   *
   * @throws EOFException if the file ends before {@code position + length}
   */
  public ByteBuffer at(long position, int length) throws IOException {
    if (position < 0 || length < 0 || position + length > size) {
      throw new EOFException("bytes %d to %d of %d".formatted(position, position + length, size));
    }
    if (position < blockStart || position + length > blockStart + block.limit()) {
      load(position, length);
    }
    return block.slice((int) (position - blockStart), length);
  }

  private void load(long position, int length) throws IOException {
    int wanted = (int) Math.min(Math.max(length, BLOCK), size - position);
    if (block.capacity() < wanted) {
      block = ByteBuffer.allocate(wanted);
    }
    block.clear().limit(wanted);
    while (block.hasRemaining()) {
      if (channel.read(block, position + block.position()) < 0) {
        throw new EOFException("the file shrank");
      }
    }
    block.flip();
    blockStart = position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
