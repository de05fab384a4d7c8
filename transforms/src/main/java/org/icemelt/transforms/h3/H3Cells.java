package org.icemelt.transforms.h3;

import com.uber.h3core.H3Core;
import java.io.IOException;
import java.io.UncheckedIOException;

/** H3's native library, loaded once a worker is enough. */
public final class H3Cells {
  /** The resolution every table has: cells of about 300 m². */
  public static final int ALWAYS = 12;

  private final H3Core h3;

  public H3Cells() {
    try {
      h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Failed to unpack H3's native library into the temporary folder "
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }

  /**
   * The cell that holds a point.
   *
   * @param resolution 0 (4,250,000 km²) to 15 (0.9 m²)
   * @return bits to be taken as unsigned
   */
  public long cell(double lon, double lat, int resolution) {
    return h3.latLngToCell(lat, lon, requireResolution(resolution));
  }

  /**
   * @throws IllegalArgumentException unless it is 0 to 15
   */
  public static int requireResolution(int resolution) {
    if (resolution < 0 || resolution > 15) {
      throw new IllegalArgumentException(
          "Invalid H3 resolution: %d. It must be 0 to 15.".formatted(resolution));
    }
    return resolution;
  }
}
