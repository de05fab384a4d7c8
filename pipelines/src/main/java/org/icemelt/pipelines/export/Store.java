package org.icemelt.pipelines.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import software.amazon.awssdk.core.exception.SdkException;

/** Files in stores that Beam's file systems know, such as {@code s3://bucket/prefix/file}. */
final class Store {
  private static final int BUFFER_BYTES = 1 << 20;

  private Store() {}

  /** Whether it names a file or folder in a store, not on this machine. */
  static boolean holds(String path) {
    return path.contains("://");
  }

  /**
   * Copies a local file to a store, where it replaces what was there once it is whole.
   *
   * @throws IllegalArgumentException if no file system knows the target
   * @throws IOException saying why the store does not take it; what was there stays
   */
  static void put(Path file, String target) throws IOException {
    ResourceId id = FileSystems.matchNewResource(target, false);
    try (FileChannel from = FileChannel.open(file)) {
      // Not closed after a failure: to close it would publish the part that is there.
      WritableByteChannel to = FileSystems.create(id, MimeTypes.BINARY);
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.close();
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
