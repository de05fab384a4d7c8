package org.icemelt.io.repositories;

import java.io.Serializable;

/**
 * Bounds on what a dataset may cost.
 *
 * @param downloadBytes largest single download, in bytes
 * @param unpackedBytes largest total that one archive may unpack to, in bytes, those inside it
 *     included
 * @param unpackRatio largest unpacked size in multiples of the archive's; looked at above 10 MB
 *     only
 * @param members largest number of members in one archive
 * @param depth how deep archives may lie in archives; 1 = none inside another
 */
public record FetchLimits(
    long downloadBytes, long unpackedBytes, int unpackRatio, int members, int depth)
    implements Serializable {
  /** 250 MB downloads, 20 GB and 200 times unpacked, a million members, archives three deep. */
  public static final FetchLimits DEFAULT =
      new FetchLimits(250_000_000L, 20_000_000_000L, 200, 1_000_000, 3);

  public FetchLimits {
    requirePositive(downloadBytes, "downloadBytes");
    requirePositive(unpackedBytes, "unpackedBytes");
    requirePositive(unpackRatio, "unpackRatio");
    requirePositive(members, "members");
    requirePositive(depth, "depth");
  }

  public FetchLimits withDownloadBytes(long bytes) {
    return new FetchLimits(bytes, unpackedBytes, unpackRatio, members, depth);
  }

  public FetchLimits withUnpackedBytes(long bytes) {
    return new FetchLimits(downloadBytes, bytes, unpackRatio, members, depth);
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value + ", must be positive");
    }
  }
}
