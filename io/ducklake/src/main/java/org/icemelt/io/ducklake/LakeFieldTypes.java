package org.icemelt.io.ducklake;

import java.time.LocalDateTime;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.LogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.PassThroughLogicalType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Types of Beam fields for those types of DuckLake that Beam itself has no name for. A schema made
 * with them is written as just that type, and such a column is read as them:
 *
 * <pre>{@code
 * Schema.builder().addField("cell", LakeFieldTypes.UINT64).addField("outline", LakeFieldTypes.GEOMETRY)
 * }</pre>
 */
public final class LakeFieldTypes {
  /** 0 to 255, as {@link Integer}. */
  public static final FieldType UINT8 = plain("uint8", FieldType.INT32);

  /** 0 to 65,535, as {@link Integer}. */
  public static final FieldType UINT16 = plain("uint16", FieldType.INT32);

  /** 0 to 4,294,967,295, as {@link Long}. */
  public static final FieldType UINT32 = plain("uint32", FieldType.INT64);

  /** 0 to 2⁶⁴ − 1, as the {@link Long} of the same bits: see {@link Long#parseUnsignedLong}. */
  public static final FieldType UINT64 = plain("uint64", FieldType.INT64);

  /** Text of a JSON value, as {@link String}; not checked. */
  public static final FieldType JSON = plain("json", FieldType.STRING);

  /** A geometry's well-known binary, as {@code byte[]}. */
  public static final FieldType GEOMETRY = plain("geometry", FieldType.BYTES);

  /** A local time cut to seconds, as {@link LocalDateTime}. */
  public static final FieldType TIMESTAMP_S = localTime("timestamp_s");

  /** A local time cut to milliseconds, as {@link LocalDateTime}. */
  public static final FieldType TIMESTAMP_MS = localTime("timestamp_ms");

  /** A local time in nanoseconds, from 1677 to 2262, as {@link LocalDateTime}. */
  public static final FieldType TIMESTAMP_NS = localTime("timestamp_ns");

  private static final String PREFIX = "ducklake:";
  private static final String VERSION = ":v1";

  private LakeFieldTypes() {}

  private static FieldType plain(String type, FieldType base) {
    return FieldType.logicalType(new Plain(identifier(type), base));
  }

  private static FieldType localTime(String type) {
    return FieldType.logicalType(new LocalTimestamp(identifier(type)));
  }

  private static String identifier(String type) {
    return PREFIX + type + VERSION;
  }

  /** The type of DuckLake that an identifier of one of these types names; null for any other. */
  public static @Nullable String catalogText(String identifier) {
    return identifier.startsWith(PREFIX) && identifier.endsWith(VERSION)
        ? identifier.substring(PREFIX.length(), identifier.length() - VERSION.length())
        : null;
  }

  private static final class Plain extends PassThroughLogicalType<Object> {
    Plain(String identifier, FieldType base) {
      super(identifier, FieldType.STRING, "", base);
    }
  }

  private static final class LocalTimestamp implements LogicalType<LocalDateTime, Row> {
    private final String identifier;

    LocalTimestamp(String identifier) {
      this.identifier = identifier;
    }

    @Override
    public String getIdentifier() {
      return identifier;
    }

    @Override
    public @Nullable FieldType getArgumentType() {
      return null;
    }

    @Override
    public FieldType getBaseType() {
      return SqlTypes.DATETIME.getBaseType();
    }

    @Override
    public Row toBaseType(LocalDateTime input) {
      return SqlTypes.DATETIME.toBaseType(input);
    }

    @Override
    public LocalDateTime toInputType(Row base) {
      return SqlTypes.DATETIME.toInputType(base);
    }
  }
}
