package org.icemelt.io.repositories;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * A packed file, open for reading. An {@link IOException} of any method means that it is broken.
 */
interface Archive extends Closeable {
  /** What it holds but folders, in its order. */
  List<Member> members() throws IOException;

  /** Hands the bytes of each wanted member to the sink, in the archive's order. */
  void extract(Set<Member> wanted, Sink sink) throws IOException, FetchException;

  /** Takes one member's bytes. */
  interface Sink {
    void accept(Member member, InputStream bytes) throws IOException, FetchException;
  }

  /**
   * One member.
   *
   * @param position number in the archive's order
   * @param path as the archive names it, with {@code /} between names
   * @param bytes unpacked size as stated; -1 if the archive states none
   * @param crc32 of the unpacked bytes as stated; -1 if the archive states none
   * @param link it is a link or a device, not bytes
   */
  record Member(int position, String path, long bytes, long crc32, boolean link) {}
}
