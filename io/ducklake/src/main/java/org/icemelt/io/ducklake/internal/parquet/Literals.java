package org.icemelt.io.ducklake.internal.parquet;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.DecimalType;
import org.icemelt.io.ducklake.DuckLakeType.Scalar;

/** Values from their text as DuckDB prints it and the catalog keeps it. */
public final class Literals {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  /** DuckDB's infinite times, in microseconds. */
  private static final LocalDateTime FOREVER = EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

  private static final LocalDateTime NEVER = EPOCH.plus(-Long.MAX_VALUE, ChronoUnit.MICROS);

  private Literals() {}

  /**
   * @param type without children
   * @return of the class that {@link DuckLakeType} lists
   * @throws IllegalArgumentException if the text is no value of that type
   */
  public static Object parse(DuckLakeType type, String text) {
    try {
      if (type instanceof DecimalType decimal) {
        return new BigDecimal(text.strip()).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
      }
      if (type instanceof Scalar scalar) {
        return parse(scalar, text);
      }
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("\"%s\" is no %s".formatted(text, type.catalogText()), e);
    }
    throw new IllegalArgumentException("A " + type.catalogText() + " has no plain text");
  }

  private static Object parse(Scalar type, String text) {
    return switch (type) {
      case BOOLEAN -> truth(text);
      case INT8 -> Byte.valueOf(text.strip());
      case INT16 -> Short.valueOf(text.strip());
      case INT32 -> Integer.valueOf(text.strip());
      case INT64 -> Long.valueOf(text.strip());
      case UINT8 -> (short) unsigned(text, 0xff);
      case UINT16 -> (int) unsigned(text, 0xffff);
      case UINT32 -> unsigned(text, 0xffff_ffffL);
      case UINT64 -> Long.parseUnsignedLong(text.strip());
      case FLOAT32 -> (float) real(text, true);
      case FLOAT64 -> real(text, false);
      case DATE -> date(text.strip());
      case TIME -> LocalTime.parse(text.strip());
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS -> timestamp(text.strip());
      case TIMESTAMPTZ -> instant(text.strip());
      case VARCHAR, JSON -> text;
      case BLOB -> bytes(text);
      case UUID -> UUID.fromString(text.strip());
      case GEOMETRY -> throw new IllegalArgumentException("A geometry has no plain text");
    };
  }

  private static boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "true", "t" -> true;
      case "0", "false", "f" -> false;
      default -> throw new IllegalArgumentException("\"" + text + "\" is no boolean");
    };
  }

  private static long unsigned(String text, long most) {
    long value = Long.parseLong(text.strip());
    if (value < 0 || value > most) {
      throw new NumberFormatException("out of range");
    }
    return value;
  }

  private static double real(String text, boolean single) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> single ? Float.parseFloat(text) : Double.parseDouble(text);
    };
  }

  private static LocalDate date(String text) {
    if (text.equalsIgnoreCase("infinity")) {
      return LocalDate.ofEpochDay(Integer.MAX_VALUE);
    }
    if (text.equalsIgnoreCase("-infinity")) {
      return LocalDate.ofEpochDay(-Integer.MAX_VALUE);
    }
    boolean bc = text.endsWith(" (BC)");
    String[] parts = (bc ? text.substring(0, text.length() - 5) : text).split("-", -1);
    if (parts.length != 3) {
      throw new DateTimeException("no date");
    }
    int year = Integer.parseInt(parts[0]);
    return LocalDate.of(
        bc ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  private static LocalDateTime timestamp(String text) {
    if (text.equalsIgnoreCase("infinity")) {
      return FOREVER;
    }
    if (text.equalsIgnoreCase("-infinity")) {
      return NEVER;
    }
    String plain = text.replace('T', ' ');
    boolean bc = plain.endsWith(" (BC)");
    String body = bc ? plain.substring(0, plain.length() - 5) : plain;
    int blank = body.indexOf(' ');
    String day = (blank < 0 ? body : body.substring(0, blank)) + (bc ? " (BC)" : "");
    LocalTime time = blank < 0 ? LocalTime.MIDNIGHT : LocalTime.parse(body.substring(blank + 1));
    return date(day).atTime(time);
  }

  private static Instant instant(String text) {
    boolean bc = text.endsWith(" (BC)");
    String body = bc ? text.substring(0, text.length() - 5) : text;
    String suffix = bc ? " (BC)" : "";
    if (body.endsWith("Z")) {
      return timestamp(body.substring(0, body.length() - 1) + suffix).toInstant(ZoneOffset.UTC);
    }
    int sign = Math.max(body.lastIndexOf('+'), body.lastIndexOf('-'));
    if (sign > body.indexOf(':') && body.indexOf(':') > 0) {
      String offset = body.substring(sign);
      return timestamp(body.substring(0, sign) + suffix)
          .toInstant(ZoneOffset.of(offset.length() == 3 ? offset + ":00" : offset));
    }
    return timestamp(text).toInstant(ZoneOffset.UTC);
  }

  /** DuckDB prints a byte that is no plain character as {@code \xHH}. */
  private static byte[] bytes(String text) {
    byte[] printed = text.getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream(printed.length);
    for (int i = 0; i < printed.length; i++) {
      if (printed[i] == '\\' && i + 3 < printed.length && printed[i + 1] == 'x') {
        bytes.write(Integer.parseInt(new String(printed, i + 2, 2, StandardCharsets.US_ASCII), 16));
        i += 3;
      } else {
        bytes.write(printed[i]);
      }
    }
    return bytes.toByteArray();
  }
}
