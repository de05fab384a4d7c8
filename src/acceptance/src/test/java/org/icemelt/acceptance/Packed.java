package org.icemelt.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives, checksums, and bytes that no writer of files would write. */
final class Packed {
  private Packed() {}

  /** A zip of files, by the names they have in it. */
  static void zip(Path zip, Map<String, Path> members) {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.setLevel(1);
      for (Map.Entry<String, Path> member : new TreeMap<>(members).entrySet()) {
        packed.putNextEntry(new ZipEntry(member.getKey()));
        Files.copy(member.getValue(), packed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills a column of a dBase file with NUL, in every row. */
  static void fillWithNul(Path dbf, String column) {
    try {
      byte[] bytes = Files.readAllBytes(dbf);
      ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int rows = head.getInt(4);
      int header = Short.toUnsignedInt(head.getShort(8));
      int record = Short.toUnsignedInt(head.getShort(10));
      int within = 1;
      int at = 32;
      while (bytes[at] != 13 && !new String(bytes, at, 11, US_ASCII).trim().equals(column)) {
        within += Byte.toUnsignedInt(bytes[at + 16]);
        at += 32;
      }
      assertThat(bytes[at]).as("the end of %s's columns", dbf).isNotEqualTo((byte) 13);
      int width = Byte.toUnsignedInt(bytes[at + 16]);
      for (int row = 0; row < rows; row++) {
        int from = header + row * record + within;
        Arrays.fill(bytes, from, from + width, (byte) 0);
      }
      Files.write(dbf, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's digest in hexadecimal. */
  static String digest(String algorithm, Path file) {
    return digest(algorithm, new byte[0], file);
  }

  /** What Git calls a file. */
  static String gitBlob(Path file) {
    try {
      return digest("SHA-1", ("blob " + Files.size(file) + "\0").getBytes(US_ASCII), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String algorithm, byte[] before, Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(before);
      digest.update(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
