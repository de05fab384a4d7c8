package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;

/**
 * What of a column's value decides the partition. Parts of times are those of the calendar, in UTC:
 * the day of 29 February 2020 is 29.
 *
 * @param buckets how many; 0 for all kinds but BUCKET
 */
public record PartitionTransform(Kind kind, int buckets) implements Serializable {
  private static final Set<Scalar> DATES =
      EnumSet.of(
          Scalar.DATE,
          Scalar.TIMESTAMP,
          Scalar.TIMESTAMP_S,
          Scalar.TIMESTAMP_MS,
          Scalar.TIMESTAMP_NS,
          Scalar.TIMESTAMPTZ);
  private static final Set<Scalar> WITHOUT_IDENTITY =
      EnumSet.of(Scalar.FLOAT32, Scalar.FLOAT64, Scalar.BLOB, Scalar.GEOMETRY);
  private static final Pattern BUCKET = Pattern.compile("bucket\\((\\d{1,9})\\)");

  /** The column's value itself. */
  public static final PartitionTransform IDENTITY = new PartitionTransform(Kind.IDENTITY, 0);

  public static final PartitionTransform YEAR = new PartitionTransform(Kind.YEAR, 0);
  public static final PartitionTransform MONTH = new PartitionTransform(Kind.MONTH, 0);
  public static final PartitionTransform DAY = new PartitionTransform(Kind.DAY, 0);
  public static final PartitionTransform HOUR = new PartitionTransform(Kind.HOUR, 0);

  /** The kinds of transform. */
  public enum Kind {
    IDENTITY,
    YEAR,
    MONTH,
    DAY,
    HOUR,
    BUCKET
  }

  public PartitionTransform {
    requireNonNull(kind, "kind");
    if (kind == Kind.BUCKET ? buckets < 1 : buckets != 0) {
      throw new IllegalArgumentException(
          "Invalid partition transform: %s with %d buckets.".formatted(kind, buckets));
    }
  }

  /** One of {@code count} groups, by a hash of the value. */
  public static PartitionTransform bucket(int count) {
    return new PartitionTransform(Kind.BUCKET, count);
  }

  /** Reads {@link #catalogText}; empty if this version does not know the transform. */
  public static Optional<PartitionTransform> parse(String catalogText) {
    String text = catalogText.toLowerCase(Locale.ROOT);
    Matcher bucket = BUCKET.matcher(text);
    if (bucket.matches()) {
      return Optional.of(bucket(Integer.parseInt(bucket.group(1))));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.BUCKET && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(new PartitionTransform(kind, 0));
      }
    }
    return Optional.empty();
  }

  /** The text of {@code ducklake_partition_column.transform}. */
  public String catalogText() {
    return kind == Kind.BUCKET ? "bucket(" + buckets + ")" : word();
  }

  /** The transform's name without its argument. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a column of that type can be a key with this transform. */
  public boolean takes(DuckLakeType type) {
    if (type instanceof DecimalType) {
      return kind == Kind.IDENTITY || kind == Kind.BUCKET;
    }
    return type instanceof Scalar scalar
        && switch (kind) {
          case IDENTITY -> !WITHOUT_IDENTITY.contains(scalar);
          case YEAR, MONTH, DAY -> DATES.contains(scalar);
          case HOUR -> scalar == Scalar.TIME || DATES.contains(scalar);
          case BUCKET -> scalar != Scalar.GEOMETRY;
        };
  }

  @Override
  public String toString() {
    return catalogText();
  }
}
