package org.icemelt.io.repositories;

import java.util.Collection;
import java.util.zip.CRC32;
import org.icemelt.io.repositories.Archive.Member;
import org.icemelt.io.repositories.FetchException.Code;

/**
 * Counts what one archive, with those inside it, unpacks to, and refuses to go beyond the limits.
 */
final class UnpackBudget {
  /** Below this no ratio is looked at: small tables of blanks pack well. */
  private static final long RATIO_FREE_BYTES = 10_000_000L;

  private final String dataset;
  private final String archive;
  private final long allowed;
  private final FetchLimits limits;
  private long unpacked;

  UnpackBudget(String dataset, String archive, long archiveBytes, FetchLimits limits) {
    this.dataset = dataset;
    this.archive = archive;
    this.limits = limits;
    long byRatio =
        Math.max(RATIO_FREE_BYTES, Math.multiplyExact(archiveBytes, limits.unpackRatio()));
    this.allowed = Math.min(byRatio, limits.unpackedBytes());
  }

  void members(int count) throws FetchException {
    if (count > limits.members()) {
      throw new FetchException(
          Code.ARCHIVE_BOMB,
          "Cannot unpack %s of dataset \"%s\": it holds %d members, more than the %d allowed."
              .formatted(archive, dataset, count, limits.members()));
    }
  }

  /** Refuses at once if the sizes stated are too large already. */
  void stated(Collection<Member> members) throws FetchException {
    long stated = unpacked;
    for (Member member : members) {
      stated += Math.max(0, member.bytes());
      if (stated > allowed) {
        throw bomb();
      }
    }
  }

  /** Counts a member's bytes while they are unpacked, and compares them with what is stated. */
  Placement.Watch watch(Member member) {
    return new Placement.Watch() {
      private final CRC32 crc = new CRC32();
      private long bytes;

      @Override
      public void block(byte[] block, int length) throws FetchException {
        bytes += length;
        unpacked += length;
        if (unpacked > allowed) {
          throw bomb();
        }
        crc.update(block, 0, length);
      }

      @Override
      public void end() throws FetchException {
        boolean short_ = member.bytes() >= 0 && bytes != member.bytes();
        if (short_ || (member.crc32() >= 0 && crc.getValue() != member.crc32())) {
          throw new FetchException(
              Code.ARCHIVE_BROKEN,
              "Cannot unpack %s of dataset \"%s\": member \"%s\" has %s. Get the file anew."
                  .formatted(
                      archive,
                      dataset,
                      member.path(),
                      short_
                          ? "%d bytes, %d are stated".formatted(bytes, member.bytes())
                          : "another checksum than stated"));
        }
      }
    };
  }

  private FetchException bomb() {
    return new FetchException(
        Code.ARCHIVE_BOMB,
        ("Cannot unpack %s of dataset \"%s\": it unpacks to more than %d bytes, its limit "
                + "(%d bytes, or %d times its own size).")
            .formatted(archive, dataset, allowed, limits.unpackedBytes(), limits.unpackRatio()));
  }
}
