package org.icemelt.io.repositories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Kinds of archives, told from their bytes. */
enum ArchiveKind {
  ZIP,
  TAR,
  TAR_GZIP,
  GZIP,
  SEVEN_ZIP;

  private static final List<String> ENDINGS = List.of(".zip", ".tar", ".tgz", ".gz", ".7z");
  private static final int TAR_HEAD = 512;

  /** The name says that it is an archive. */
  static boolean isNamedSo(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /** The kind that the first bytes tell; empty if they are of none. */
  static Optional<ArchiveKind> of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(TAR_HEAD);
    }
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return Optional.of(ZIP);
    }
    if (startsWith(head, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C)) {
      return Optional.of(SEVEN_ZIP);
    }
    if (isTar(head)) {
      return Optional.of(TAR);
    }
    if (startsWith(head, 0x1F, 0x8B)) {
      return Optional.of(holdsTar(file) ? TAR_GZIP : GZIP);
    }
    return Optional.empty();
  }

  /** Opens an archive of this kind. */
  Archive open(Path file) throws IOException {
    return switch (this) {
      case ZIP -> new ZipArchive(file);
      case TAR -> new TarArchive(file, false);
      case TAR_GZIP -> new TarArchive(file, true);
      case GZIP -> new GzipArchive(file);
      case SEVEN_ZIP -> new SevenZipArchive(file);
    };
  }

  private static boolean holdsTar(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return isTar(in.readNBytes(TAR_HEAD));
    } catch (java.util.zip.ZipException | java.io.EOFException broken) {
      return false; // reading it as plain gzip says what is wrong
    }
  }

  private static boolean isTar(byte[] head) {
    return head.length == TAR_HEAD
        && new String(head, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
