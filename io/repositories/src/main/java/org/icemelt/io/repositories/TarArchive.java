package org.icemelt.io.repositories;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** A tar, packed by gzip or not; each question reads it from its start. */
final class TarArchive implements Archive {
  private final Path file;
  private final boolean gzip;

  TarArchive(Path file, boolean gzip) {
    this.file = file;
    this.gzip = gzip;
  }

  @Override
  public List<Member> members() throws IOException {
    List<Member> members = new ArrayList<>();
    try (TarArchiveInputStream tar = open()) {
      int position = 0;
      for (TarArchiveEntry entry = tar.getNextEntry();
          entry != null;
          entry = tar.getNextEntry(), position++) {
        if (!entry.isDirectory()) {
          members.add(
              new Member(
                  position,
                  entry.getName().replace('\\', '/'),
                  entry.getRealSize(),
                  -1,
                  !entry.isFile() || entry.isLink() || entry.isSymbolicLink()));
        }
      }
    }
    return members;
  }

  @Override
  public void extract(Set<Member> wanted, Sink sink) throws IOException, FetchException {
    Map<Integer, Member> byPosition = new HashMap<>();
    wanted.forEach(member -> byPosition.put(member.position(), member));
    try (TarArchiveInputStream tar = open()) {
      int position = 0;
      while (!byPosition.isEmpty() && tar.getNextEntry() != null) {
        Member member = byPosition.remove(position++);
        if (member != null) {
          sink.accept(member, tar);
        }
      }
    }
  }

  @Override
  public void close() {}

  private TarArchiveInputStream open() throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return new TarArchiveInputStream(gzip ? new GzipCompressorInputStream(bytes, true) : bytes);
  }
}
