package org.icemelt.judge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder that is filled once and then only read, however many threads and JVMs ask for it at the
 * same time: a file lock lets one of them fill a draft, which is then moved into place whole.
 */
final class MadeOnce {
  /** Fills an empty folder. */
  interface Filler {
    void fill(Path draft) throws IOException;
  }

  private MadeOnce() {}

  static Path folder(Path folder, Filler filler) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
    Path lock = parent.resolve("." + folder.getFileName() + ".lock");
    synchronized (MadeOnce.class) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !Files.isDirectory(folder)) {
          Path draft =
              Files.createDirectory(
                  parent.resolve("." + folder.getFileName() + ".draft-" + UUID.randomUUID()));
          try {
            filler.fill(draft);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
          } finally {
            deleteTree(draft);
          }
        }
      }
    }
    return folder;
  }

  static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(top)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
