package org.icemelt.io.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A Parquet file written front to back through a channel. It never replaces an existing file. */
public final class ChannelOutputFile implements OutputFile {
  private static final int BUFFER = 1 << 16;

  /** Creates the file; called once. */
  @FunctionalInterface
  public interface Creator {
    WritableByteChannel create() throws IOException;
  }

  private final String name;
  private final Creator creator;

  private ChannelOutputFile(String name, Creator creator) {
    this.name = name;
    this.creator = creator;
  }

  /** A new file on local disk; its folder must exist. */
  public static ChannelOutputFile of(Path file) {
    return new ChannelOutputFile(
        file.toString(),
        () -> Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * @param name what messages call the file
   */
  public static ChannelOutputFile of(String name, Creator creator) {
    return new ChannelOutputFile(name, creator);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new ChannelStream(creator.create());
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint); // names are unique: nothing to overwrite
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return name;
  }

  private static final class ChannelStream extends PositionOutputStream {
    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long flushed;

    ChannelStream(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() {
      return flushed + buffer.position();
    }

    @Override
    public void write(int b) throws IOException {
      if (!buffer.hasRemaining()) {
        drain();
      }
      buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      if (length > buffer.remaining()) {
        drain();
      }
      if (length > BUFFER) {
        writeAll(ByteBuffer.wrap(bytes, start, length));
      } else {
        buffer.put(bytes, start, length);
      }
    }

    private void drain() throws IOException {
      writeAll(buffer.flip());
      buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
      flushed += bytes.remaining();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void flush() throws IOException {
      drain();
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        try (channel) {
          drain();
        }
      }
    }
  }
}
