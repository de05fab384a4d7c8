package org.icemelt.transforms.statistics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What sites are summed by. */
public sealed interface Group extends Serializable {
  /**
   * A country; both null for sites far from any.
   *
   * @param iso alpha-2; null also where the country has none
   */
  record Country(@Nullable String iso, @Nullable String name) implements Group {}

  /** A country's part of an H3 cell. */
  record Cell(@Nullable String iso, long cell) implements Group {
    /** Cells of about 250 km². */
    public static final int RESOLUTION = 5;

    /** Installations in a cell, by word: {@code none}, {@code low} to 4, … */
    public static String density(long installations) {
      if (installations == 0) {
        return "none";
      }
      if (installations < 5) {
        return "low";
      }
      if (installations < 25) {
        return "medium";
      }
      return installations < 100 ? "high" : "very_high";
    }
  }

  record Dataset(String name) implements Group {
    public Dataset {
      requireNonNull(name, "name");
    }
  }

  /**
   * A bucket of 0.1°, named by its middle as {@code round(centroid, 1)} does.
   *
   * @param lonTenths tenths of a degree
   */
  record Bucket(int lonTenths, int latTenths) implements Group {
    public static Bucket of(double lon, double lat) {
      return new Bucket(tenths(lon), tenths(lat));
    }

    private static int tenths(double degrees) {
      long away = Math.round(Math.abs(degrees * 10));
      return (int) (degrees < 0 ? -away : away);
    }

    /** No two buckets have the same: a record's own has the same for one in thirty. */
    @Override
    public int hashCode() {
      return lonTenths * 1_801 + latTenths;
    }

    public double lon() {
      return lonTenths / 10.0;
    }

    public double lat() {
      return latTenths / 10.0;
    }
  }
}
