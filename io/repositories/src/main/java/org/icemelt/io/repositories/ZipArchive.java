package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A zip, read by its central directory. */
final class ZipArchive implements Archive {
  private final ZipFile zip;
  private final List<ZipArchiveEntry> entries;

  ZipArchive(Path file) throws IOException {
    zip = ZipFile.builder().setPath(file).get();
    entries = Collections.list(zip.getEntries());
  }

  @Override
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ZipArchiveEntry entry = entries.get(i);
      if (!entry.isDirectory()) {
        members.add(
            new Member(
                i,
                entry.getName().replace('\\', '/'),
                entry.getSize(),
                entry.getCrc(),
                entry.isUnixSymlink()));
      }
    }
    return members;
  }

  @Override
  public void extract(Set<Member> wanted, Sink sink) throws IOException, FetchException {
    for (Member member : wanted) {
      ZipArchiveEntry entry = entries.get(member.position());
      if (!zip.canReadEntryData(entry)) {
        throw new IOException(
            member.path()
                + (entry.getGeneralPurposeBit().usesEncryption()
                    ? " is encrypted"
                    : " is packed by method " + entry.getMethod() + ", which is not supported"));
      }
      try (InputStream bytes = zip.getInputStream(entry)) {
        sink.accept(member, bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
