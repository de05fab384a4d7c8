package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that a reader sees each whole or not at all, also beside other jobs that write
 * the same: under a name of its own first, then moved.
 */
final class Placement {
  private Placement() {}

  /** Sees each block before it is written; may refuse to go on. */
  interface Watch {
    void block(byte[] bytes, int length) throws FetchException;

    /** All blocks were seen: last chance to refuse. */
    default void end() throws FetchException {}
  }

  /**
   * Copies a stream to a file.
   *
   * @throws IOException reading failed
   * @throws UncheckedIOException writing failed
   */
  static void place(InputStream from, Path to, Watch watch) throws IOException, FetchException {
    Path temporary = to.resolveSibling("." + UUID.randomUUID() + ".part");
    FileChannel channel = create(temporary);
    boolean done = false;
    try {
      byte[] block = new byte[1 << 16];
      for (int n = from.read(block); n >= 0; n = from.read(block)) {
        watch.block(block, n);
        write(channel, block, n);
      }
      watch.end();
      done = true;
    } finally {
      finish(channel, temporary, to, done);
    }
  }

  /**
   * Gives a finished file its name. One of that name with the same bytes stays as it is: other runs
   * may be reading it.
   *
   * @param temporary in the same folder; gone afterwards
   */
  static void put(Path temporary, Path to) throws IOException {
    if (Files.isRegularFile(to) && Files.mismatch(temporary, to) < 0) {
      Files.delete(temporary);
    } else {
      Files.move(
          temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileChannel create(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel channel, byte[] block, int length) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void finish(FileChannel channel, Path temporary, Path to, boolean done) {
    try {
      channel.close();
      if (done) {
        put(temporary, to);
      } else {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
