package org.icemelt.transforms.duplicates;

import java.util.ArrayList;
import java.util.List;

/**
 * Grids of longitude and latitude, each ten times as coarse as the one before. A site is at home in
 * the finest one whose cells are as large as its box, so it touches at most four cells there; to
 * meet larger sites it also visits the cells of coarser grids that are home to any. Two sites whose
 * boxes touch meet in some cell of the coarser one's home grid, and are reported in one of them
 * only, however often they meet.
 */
final class SpatialGrid {
  /** Width of a cell at each level, degrees. */
  private static final double[] WIDTHS = {0.02, 0.2, 2, 20, 400};

  static final int LEVELS = WIDTHS.length;

  private SpatialGrid() {}

  static int homeLevel(Sketch site) {
    double size = Math.max(site.maxLon() - site.minLon(), site.maxLat() - site.minLat());
    for (int level = 0; level < LEVELS; level++) {
      if (size <= WIDTHS[level]) {
        return level;
      }
    }
    return LEVELS - 1;
  }

  /** Keys of the cells at a level that the site's box touches. */
  static List<Long> cells(Sketch site, int level) {
    List<Long> cells = new ArrayList<>(1);
    for (long x = index(site.minLon(), level); x <= index(site.maxLon(), level); x++) {
      for (long y = index(site.minLat(), level); y <= index(site.maxLat(), level); y++) {
        cells.add(key(level, x, y));
      }
    }
    return cells;
  }

  static int level(long cell) {
    return (int) (cell >>> 56);
  }

  /** Whether a cell is the one in which this pair is reported. */
  static boolean reports(long cell, Sketch a, Sketch b) {
    int level = Math.max(homeLevel(a), homeLevel(b));
    return level == level(cell)
        && cell
            == key(
                level,
                index(Math.max(a.minLon(), b.minLon()), level),
                index(Math.max(a.minLat(), b.minLat()), level));
  }

  private static long index(double degrees, int level) {
    return (long) Math.floor((degrees + 400) / WIDTHS[level]);
  }

  private static long key(int level, long x, long y) {
    return ((long) level << 56) | (x << 28) | y;
  }
}
