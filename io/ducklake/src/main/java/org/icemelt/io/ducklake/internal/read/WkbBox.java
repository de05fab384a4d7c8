package org.icemelt.io.ducklake.internal.read;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A box in a plane; without extent if nothing was added. */
final class WkbBox {
  private static final int POINT = 1;
  private static final int LINE = 2;
  private static final int POLYGON = 3;
  private static final int EWKB_SRID = 0x2000_0000;
  private static final int EWKB_M = 0x4000_0000;
  private static final int EWKB_Z = 0x8000_0000;

  private double minX = Double.POSITIVE_INFINITY;
  private double minY = Double.POSITIVE_INFINITY;
  private double maxX = Double.NEGATIVE_INFINITY;
  private double maxY = Double.NEGATIVE_INFINITY;

  private WkbBox() {}

  /** Whether the bounding box of a geometry in WKB, of any dimension, meets a box. */
  static boolean meets(byte[] wkb, double west, double south, double east, double north) {
    WkbBox box = new WkbBox();
    try {
      box.add(ByteBuffer.wrap(wkb));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a geometry is no WKB: it is cut off", e);
    }
    return box.minX <= east && box.maxX >= west && box.minY <= north && box.maxY >= south;
  }

  private void add(ByteBuffer wkb) {
    wkb.order(wkb.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int header = wkb.getInt();
    int plain = header & 0x0fff_ffff;
    int dimensions = 2 + extra(header, plain);
    if ((header & EWKB_SRID) != 0) {
      wkb.getInt();
    }
    switch (plain % 1000) {
      case POINT -> points(wkb, 1, dimensions);
      case LINE -> points(wkb, wkb.getInt(), dimensions);
      case POLYGON -> {
        for (int rings = wkb.getInt(); rings > 0; rings--) {
          points(wkb, wkb.getInt(), dimensions);
        }
      }
      case 4, 5, 6, 7 -> {
        for (int parts = wkb.getInt(); parts > 0; parts--) {
          add(wkb);
        }
      }
      default -> throw new IllegalArgumentException("a geometry is of unknown WKB type " + header);
    }
  }

  private static int extra(int header, int plain) {
    int iso =
        switch (plain / 1000) {
          case 1, 2 -> 1;
          case 3 -> 2;
          default -> 0;
        };
    return iso + ((header & EWKB_Z) != 0 ? 1 : 0) + ((header & EWKB_M) != 0 ? 1 : 0);
  }

  private void points(ByteBuffer wkb, int count, int dimensions) {
    for (int i = 0; i < count; i++) {
      double x = wkb.getDouble();
      double y = wkb.getDouble();
      for (int more = dimensions - 2; more > 0; more--) {
        wkb.getDouble();
      }
      if (x == x && y == y) { // an empty point has NaN
        minX = Math.min(minX, x);
        maxX = Math.max(maxX, x);
        minY = Math.min(minY, y);
        maxY = Math.max(maxY, y);
      }
    }
  }
}
