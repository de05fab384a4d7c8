package org.icemelt.io.ducklake.internal.write;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.icemelt.io.parquet.ChannelInputFile;
import org.icemelt.io.parquet.ChannelOutputFile;
import org.icemelt.io.parquet.ParquetFooters;

/** Files of a lake by absolute path or URI: local ones directly, others by Beam's file systems. */
public final class LakeFiles {
  /**
   * A file in a store.
   *
   * @param modified the epoch's end if the store does not say
   */
  public record Entry(String path, long bytes, Instant modified) {}

  private LakeFiles() {}

  private static boolean isLocal(String path) {
    return !path.contains("://");
  }

  /** A new file; its folder is made. */
  public static ChannelOutputFile create(String path) throws IOException {
    if (isLocal(path)) {
      Path file = Path.of(path);
      createFolder(file.toAbsolutePath().getParent());
      return ChannelOutputFile.of(file);
    }
    ResourceId id = FileSystems.matchNewResource(path, false);
    return ChannelOutputFile.of(path, () -> FileSystems.create(id, MimeTypes.BINARY));
  }

  /** New folders, too, survive a power cut. */
  private static void createFolder(Path folder) throws IOException {
    List<Path> parents = new ArrayList<>();
    for (Path missing = folder; !Files.isDirectory(missing); missing = missing.getParent()) {
      parents.add(missing.getParent());
    }
    Files.createDirectories(folder);
    for (Path parent : parents) {
      force(parent);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
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

  /** Rows of a Parquet file, by its footer. */
  public static long rows(String path) throws IOException {
    return ParquetFooters.rowCount(open(path), path);
  }

  /** Size in bytes; empty if there is no such file. */
  public static OptionalLong size(String path) throws IOException {
    try {
      return OptionalLong.of(
          isLocal(path)
              ? Files.size(Path.of(path))
              : FileSystems.matchSingleFileSpec(path).sizeBytes());
    } catch (NoSuchFileException | FileNotFoundException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Sizes in bytes of those of the files that are there; stores elsewhere are asked for all at
   * once.
   */
  public static Map<String, Long> sizes(Collection<String> paths) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    List<String> elsewhere = new ArrayList<>();
    for (String path : paths) {
      if (isLocal(path)) {
        size(path).ifPresent(bytes -> sizes.put(path, bytes));
      } else {
        elsewhere.add(path);
      }
    }
    if (elsewhere.isEmpty()) {
      return sizes;
    }
    List<MatchResult> matches = FileSystems.match(elsewhere, EmptyMatchTreatment.ALLOW_IF_WILDCARD);
    for (int i = 0; i < elsewhere.size(); i++) {
      if (matches.get(i).status() == MatchResult.Status.OK) {
        sizes.put(elsewhere.get(i), matches.get(i).metadata().get(0).sizeBytes());
      } else if (matches.get(i).status() == MatchResult.Status.ERROR) {
        matches.get(i).metadata(); // throws what went wrong
      }
    }
    return sizes;
  }

  /**
   * All files below a folder; links to other folders are not followed.
   *
   * @param folder absolute path or URI, ends in a slash
   */
  public static List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!isLocal(folder)) {
      for (Metadata file : FileSystems.match(folder + "**", EmptyMatchTreatment.ALLOW).metadata()) {
        long modified = file.lastModifiedMillis();
        entries.add(
            new Entry(
                file.resourceId().toString(),
                file.sizeBytes(),
                modified == 0 ? Instant.MAX : Instant.ofEpochMilli(modified)));
      }
    } else if (Files.isDirectory(Path.of(folder))) {
      Files.walkFileTree(Path.of(folder).toRealPath(), new Lister(entries));
    }
    return entries;
  }

  private static final class Lister extends SimpleFileVisitor<Path> {
    private final List<Entry> entries;

    Lister(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        entries.add(
            new Entry(
                file.toString(), attributes.size(), attributes.lastModifiedTime().toInstant()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) { // a writer removed its own meanwhile
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  /** Makes a local file survive a power cut; stores elsewhere answer only when they have it. */
  public static void sync(String path) throws IOException {
    if (!isLocal(path)) {
      return;
    }
    Path file = Path.of(path);
    try (FileChannel data = FileChannel.open(file, StandardOpenOption.WRITE)) {
      data.force(true);
    }
    force(file.toAbsolutePath().getParent());
  }

  /** Deletes a file if it is there. */
  public static void delete(String path) throws IOException {
    if (isLocal(path)) {
      Files.deleteIfExists(Path.of(path));
    } else {
      FileSystems.delete(
          List.of(FileSystems.matchNewResource(path, false)),
          StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }
}
