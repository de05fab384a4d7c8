package org.icemelt.io.repositories;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** One file packed by gzip: its only member bears the archive's name without {@code .gz}. */
final class GzipArchive implements Archive {
  private final Path file;

  GzipArchive(Path file) {
    this.file = file;
  }

  @Override
  public List<Member> members() {
    String name = file.getFileName().toString();
    boolean named = name.toLowerCase(Locale.ROOT).endsWith(".gz") && name.length() > 3;
    return List.of(
        new Member(0, named ? name.substring(0, name.length() - 3) : name, -1, -1, false));
  }

  @Override
  public void extract(Set<Member> wanted, Sink sink) throws IOException, FetchException {
    for (Member member : wanted) {
      try (InputStream bytes =
          new GzipCompressorInputStream(
              new BufferedInputStream(Files.newInputStream(file), 1 << 16), true)) {
        sink.accept(member, bytes);
      }
    }
  }

  @Override
  public void close() {}
}
