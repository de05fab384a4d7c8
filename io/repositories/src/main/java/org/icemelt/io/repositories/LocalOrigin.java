package org.icemelt.io.repositories;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.io.repositories.FetchException.Code;

/** A file, an archive or a folder on local disk; files are read where they lie. */
final class LocalOrigin implements Origin {
  private final FetchRequest request;
  private final Path root;
  private final Clock clock;

  LocalOrigin(FetchRequest request, Clock clock) {
    this.request = request;
    this.root = Path.of(request.location().locator()).toAbsolutePath().normalize();
    this.clock = clock;
  }

  @Override
  public List<Entry> entries() throws FetchException, IOException {
    if (Files.isDirectory(root)) {
      return folder();
    }
    if (!Files.isRegularFile(root)) {
      throw new FetchException(
          Code.FILE_MISSING,
          ("Cannot read dataset \"%s\": there is no file or folder %s. Correct \"path\" in "
                  + "the manifest (relative to the manifest's folder).")
              .formatted(request.dataset(), root));
    }
    List<Entry> entries = new ArrayList<>();
    entries.add(entry(root, true));
    if (Companions.isShapefile(root.toString())) {
      try (Stream<Path> siblings = Files.list(root.getParent())) {
        for (Path sibling : siblings.sorted().toList()) {
          if (!sibling.equals(root)
              && Files.isRegularFile(sibling)
              && Companions.isCompanion(sibling.toString(), root.toString())) {
            entries.add(entry(sibling, false));
          }
        }
      }
    }
    return entries;
  }

  @Override
  public Local get(Entry entry) throws FetchException {
    Path path =
        Files.isDirectory(root) ? root.resolve(entry.name()) : root.resolveSibling(entry.name());
    if (!Files.isRegularFile(path)) {
      throw new FetchException(
          Code.FILE_MISSING,
          "Failed to read dataset \"%s\": file %s has gone while it was read."
              .formatted(request.dataset(), path));
    }
    return new Local(path, clock.instant());
  }

  private List<Entry> folder() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      files = walk.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(entry(file, false));
    }
    return entries;
  }

  private Entry entry(Path file, boolean asked) throws IOException {
    Path base = Files.isDirectory(root) ? root : root.getParent();
    String name = base.relativize(file).toString().replace('\\', '/');
    SourceLocation location = request.location();
    return new Entry(
        name,
        file.toUri().toString(),
        Files.size(file),
        location.version(),
        location.license(),
        asked);
  }
}
