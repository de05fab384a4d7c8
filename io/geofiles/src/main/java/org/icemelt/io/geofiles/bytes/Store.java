package org.icemelt.io.geofiles.bytes;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.icemelt.io.parquet.ChannelInputFile;

/**
 * Files that lie in a store which Beam knows, such as {@code s3://bucket/key}. What is read of them
 * is read by range; they are never copied whole.
 */
public final class Store {
  private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+://.*");

  private Store() {}

  /** Whether the path is an address rather than a file on local disk. */
  public static boolean has(String path) {
    return ADDRESS.matcher(path).matches();
  }

  /**
   * A file on local disk or in a store.
   *
   * @throws java.io.FileNotFoundException or NoSuchFileException if there is none
   */
  public static ChannelInputFile input(String path) throws IOException {
    if (!has(path)) {
      return ChannelInputFile.of(Path.of(path));
    }
    Metadata found = FileSystems.matchSingleFileSpec(path);
    return ChannelInputFile.of(path, found.sizeBytes(), () -> open(found));
  }

  private static SeekableByteChannel open(Metadata file) throws IOException {
    ReadableByteChannel channel = FileSystems.open(file.resourceId());
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("Cannot read parts of " + file.resourceId() + "; fetch it first.");
  }
}
