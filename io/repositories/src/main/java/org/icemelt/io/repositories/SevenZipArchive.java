package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/** A 7z archive. */
final class SevenZipArchive implements Archive {
  private static final int MEMORY_KIB = 512 * 1024;
  private static final int UNIX_MODE_SHIFT = 16;
  private static final int TYPE_MASK = 0xF000;
  private static final int SYMLINK = 0xA000;

  private final SevenZFile archive;
  private final List<SevenZArchiveEntry> entries = new ArrayList<>();

  SevenZipArchive(Path file) throws IOException {
    archive = SevenZFile.builder().setPath(file).setMaxMemoryLimitKb(MEMORY_KIB).get();
    archive.getEntries().forEach(entries::add);
  }

  @Override
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      SevenZArchiveEntry entry = entries.get(i);
      if (!entry.isDirectory() && !entry.isAntiItem()) {
        members.add(
            new Member(
                i,
                String.valueOf(entry.getName()).replace('\\', '/'),
                entry.getSize(),
                entry.getHasCrc() ? entry.getCrcValue() : -1,
                isLink(entry)));
      }
    }
    return members;
  }

  @Override
  public void extract(Set<Member> wanted, Sink sink) throws IOException, FetchException {
    for (Member member : wanted) {
      try (InputStream bytes = archive.getInputStream(entries.get(member.position()))) {
        sink.accept(member, bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  private static boolean isLink(SevenZArchiveEntry entry) {
    return entry.getHasWindowsAttributes()
        && (entry.getWindowsAttributes() >>> UNIX_MODE_SHIFT & TYPE_MASK) == SYMLINK;
  }
}
