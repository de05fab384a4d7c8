package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Packs made-up files. */
final class Packer {
  private static final int SYMLINK_MODE = 0120777;

  private Packer() {}

  static Path zip(Path to, Map<String, byte[]> members) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(to)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeArchiveEntry();
      }
    }
    return to;
  }

  static Path zipWithLink(Path to, String name, String target) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(to)) {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      entry.setUnixMode(SYMLINK_MODE);
      zip.putArchiveEntry(entry);
      zip.write(bytes(target));
      zip.closeArchiveEntry();
    }
    return to;
  }

  static Path tar(Path to, Map<String, byte[]> members, boolean gzip) throws IOException {
    try (OutputStream file = Files.newOutputStream(to);
        OutputStream packed = gzip ? new GZIPOutputStream(file) : file;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey(), true);
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return to;
  }

  static Path tarWithLink(Path to, String name, String target) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(to))) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return to;
  }

  static Path sevenZip(Path to, Map<String, byte[]> members) throws IOException {
    try (SevenZOutputFile archive = new SevenZOutputFile(to.toFile())) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(member.getKey());
        archive.putArchiveEntry(entry);
        archive.write(member.getValue());
        archive.closeArchiveEntry();
      }
    }
    return to;
  }

  static Path gzip(Path to, byte[] content) throws IOException {
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(to))) {
      gzip.write(content);
    }
    return to;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
