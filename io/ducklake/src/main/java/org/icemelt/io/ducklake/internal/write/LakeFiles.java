package org.icemelt.io.ducklake.internal.write;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.icemelt.io.parquet.ChannelInputFile;
import org.icemelt.io.parquet.ChannelOutputFile;

/** Files of a lake by absolute path or URI: local ones directly, others by Beam's file systems. */
public final class LakeFiles {
  private LakeFiles() {}

  private static boolean isLocal(String path) {
    return !path.contains("://");
  }

  /** A new file; its folder is made. */
  static ChannelOutputFile create(String path) throws IOException {
    if (isLocal(path)) {
      Path file = Path.of(path);
      Files.createDirectories(file.getParent());
      return ChannelOutputFile.of(file);
    }
    ResourceId id = FileSystems.matchNewResource(path, false);
    return ChannelOutputFile.of(path, () -> FileSystems.create(id, MimeTypes.BINARY));
  }

  public static ChannelInputFile open(String path) throws IOException {
    if (isLocal(path)) {
      return ChannelInputFile.of(Path.of(path));
    }
    Metadata file = FileSystems.matchSingleFileSpec(path);
    return ChannelInputFile.of(
        path,
        file.sizeBytes(),
        () -> {
          if (FileSystems.open(file.resourceId()) instanceof SeekableByteChannel channel) {
            return channel;
          }
          throw new IOException("Cannot read " + path + ": its file system cannot seek");
        });
  }

  /** Size in bytes; empty if there is no such file. */
  static OptionalLong size(String path) throws IOException {
    try {
      return OptionalLong.of(
          isLocal(path)
              ? Files.size(Path.of(path))
              : FileSystems.matchSingleFileSpec(path).sizeBytes());
    } catch (NoSuchFileException | FileNotFoundException e) {
      return OptionalLong.empty();
    }
  }

  /** Makes a local file survive a power cut; stores elsewhere answer only when they have it. */
  static void sync(String path) throws IOException {
    if (!isLocal(path)) {
      return;
    }
    Path file = Path.of(path);
    try (FileChannel data = FileChannel.open(file, StandardOpenOption.WRITE)) {
      data.force(true);
    }
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Deletes a file if it is there. */
  static void delete(String path) throws IOException {
    if (isLocal(path)) {
      Files.deleteIfExists(Path.of(path));
    } else {
      FileSystems.delete(
          List.of(FileSystems.matchNewResource(path, false)),
          StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }
}
