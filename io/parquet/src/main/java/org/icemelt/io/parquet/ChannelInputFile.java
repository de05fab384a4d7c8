package org.icemelt.io.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file read through seekable channels: local, or of any store that can open one. */
public final class ChannelInputFile implements InputFile {
  /** Opens the file from its beginning; called once a reader. */
  @FunctionalInterface
  public interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  private final String name;
  private final long length;
  private final Opener opener;

  private ChannelInputFile(String name, long length, Opener opener) {
    this.name = name;
    this.length = length;
    this.opener = opener;
  }

  /** A file on local disk. */
  public static ChannelInputFile of(Path file) throws IOException {
    return new ChannelInputFile(
        file.toString(), Files.size(file), () -> Files.newByteChannel(file));
  }

  /**
   * @param name what messages call the file
   * @param length its size in bytes
   */
  public static ChannelInputFile of(String name, long length, Opener opener) {
    return new ChannelInputFile(name, length, opener);
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel channel = opener.open();
    return new ChannelStream(channel, name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class ChannelStream extends DelegatingSeekableInputStream {
    private final SeekableByteChannel channel;
    private final String name;

    ChannelStream(SeekableByteChannel channel, String name) {
      super(java.nio.channels.Channels.newInputStream(channel));
      this.channel = channel;
      this.name = name;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return channel.read(buffer);
    }

    @Override
    public void readFully(byte[] bytes, int start, int length) throws IOException {
      readFully(ByteBuffer.wrap(bytes, start, length));
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(ByteBuffer.wrap(bytes));
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException(
              "Invalid Parquet file " + name + ": it ends " + buffer.remaining() + " bytes early");
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
