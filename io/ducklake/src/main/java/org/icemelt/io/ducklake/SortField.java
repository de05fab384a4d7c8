package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One key of the order in which rows lie in their files: a top-level column and its direction. Rows
 * are sorted within what a writer keeps in memory, a row group at most, so that the bounds of row
 * groups and files are narrow; a table as a whole is not sorted.
 */
public record SortField(String column, Direction direction, Nulls nulls) implements Serializable {
  /** What comes first. */
  public enum Direction {
    ASCENDING,
    DESCENDING,
    /**
     * Near to near: along a Hilbert curve through the world in degrees, by the middle of each
     * geometry's box. What lies outside is drawn to the world's edge.
     */
    ALONG_SPACE
  }

  /** Where rows without a value go. */
  public enum Nulls {
    FIRST,
    LAST
  }

  public SortField {
    requireNonNull(column, "column");
    requireNonNull(direction, "direction");
    requireNonNull(nulls, "nulls");
  }

  /** Smallest first, NULLs last. */
  public static SortField ascending(String column) {
    return new SortField(column, Direction.ASCENDING, Nulls.LAST);
  }

  /** Largest first, NULLs last. */
  public static SortField descending(String column) {
    return new SortField(column, Direction.DESCENDING, Nulls.LAST);
  }

  /** By place; the column is a geometry. */
  public static SortField alongSpace(String column) {
    return new SortField(column, Direction.ALONG_SPACE, Nulls.LAST);
  }

  public SortField withNullsFirst() {
    return new SortField(column, direction, Nulls.FIRST);
  }

  /** Whether a column of that type can be sorted so. */
  public boolean takes(DuckLakeType type) {
    boolean geometry = type == DuckLakeType.GEOMETRY;
    return direction == Direction.ALONG_SPACE ? geometry : !geometry && type.children().isEmpty();
  }
}
