package org.icemelt.io.ducklake.internal.catalog;

import java.util.UUID;

/** Identifiers as DuckLake makes them. */
public final class Uuids {
  private Uuids() {}

  /** A UUIDv7 of now: sorts by time of making. */
  public static UUID v7() {
    UUID random = UUID.randomUUID();
    long millis = System.currentTimeMillis();
    long high = millis << 16 | 0x7000L | random.getMostSignificantBits() & 0x0fffL;
    return new UUID(high, random.getLeastSignificantBits()); // variant bits are set already
  }
}
