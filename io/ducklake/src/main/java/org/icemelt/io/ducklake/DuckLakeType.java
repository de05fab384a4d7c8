package org.icemelt.io.ducklake;

import java.io.Serializable;
import java.util.List;

/**
 * A column type of DuckLake, with the Java class that carries its values.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>type</th><th>Java</th></tr>
 * <tr><td>BOOLEAN</td><td>{@link Boolean}</td></tr>
 * <tr><td>INT8, INT16, INT32, UINT8, UINT16</td><td>{@link Byte}, {@link Short} or {@link Integer}</td></tr>
 * <tr><td>INT64, UINT32</td><td>{@link Long}, or a smaller integer</td></tr>
 * <tr><td>UINT64</td><td>{@link Long}, its bits taken as unsigned</td></tr>
 * <tr><td>FLOAT32, FLOAT64</td><td>{@link Float}, {@link Double}</td></tr>
 * <tr><td>decimal(p, s)</td><td>{@link java.math.BigDecimal} of scale ≤ s</td></tr>
 * <tr><td>DATE, TIME</td><td>{@link java.time.LocalDate}, {@link java.time.LocalTime} (µs)</td></tr>
 * <tr><td>TIMESTAMP, TIMESTAMP_S, _MS (µs, s, ms)</td><td>{@link java.time.LocalDateTime}</td></tr>
 * <tr><td>TIMESTAMP_NS (1677 to 2262)</td><td>{@link java.time.LocalDateTime}</td></tr>
 * <tr><td>TIMESTAMPTZ (µs)</td><td>{@link java.time.Instant}</td></tr>
 * <tr><td>VARCHAR, JSON</td><td>{@link String}</td></tr>
 * <tr><td>BLOB; GEOMETRY (WKB)</td><td>{@code byte[]}</td></tr>
 * <tr><td>UUID</td><td>{@link java.util.UUID}</td></tr>
 * <tr><td>list(t)</td><td>{@link List} of t</td></tr>
 * <tr><td>map(k, v)</td><td>{@link java.util.Map} of k, never null, to v</td></tr>
 * <tr><td>struct(fields)</td><td>{@link List}, one value a field</td></tr>
 * </table>
 */
public sealed interface DuckLakeType extends Serializable {
  DuckLakeType BOOLEAN = Scalar.BOOLEAN;
  DuckLakeType INT8 = Scalar.INT8;
  DuckLakeType INT16 = Scalar.INT16;
  DuckLakeType INT32 = Scalar.INT32;
  DuckLakeType INT64 = Scalar.INT64;
  DuckLakeType UINT8 = Scalar.UINT8;
  DuckLakeType UINT16 = Scalar.UINT16;
  DuckLakeType UINT32 = Scalar.UINT32;
  DuckLakeType UINT64 = Scalar.UINT64;
  DuckLakeType FLOAT32 = Scalar.FLOAT32;
  DuckLakeType FLOAT64 = Scalar.FLOAT64;
  DuckLakeType DATE = Scalar.DATE;
  DuckLakeType TIME = Scalar.TIME;
  DuckLakeType TIMESTAMP = Scalar.TIMESTAMP;
  DuckLakeType TIMESTAMP_S = Scalar.TIMESTAMP_S;
  DuckLakeType TIMESTAMP_MS = Scalar.TIMESTAMP_MS;
  DuckLakeType TIMESTAMP_NS = Scalar.TIMESTAMP_NS;
  DuckLakeType TIMESTAMPTZ = Scalar.TIMESTAMPTZ;
  DuckLakeType VARCHAR = Scalar.VARCHAR;
  DuckLakeType JSON = Scalar.JSON;
  DuckLakeType BLOB = Scalar.BLOB;
  DuckLakeType UUID = Scalar.UUID;
  DuckLakeType GEOMETRY = Scalar.GEOMETRY;

  /** The text of {@code ducklake_column.column_type}. */
  String catalogText();

  /**
   * The columns below this one: a list's element, a map's key and value, a struct's fields.
   *
   * <p>Not a default method, and none may be added: with one, a worker that meets {@link Scalar}
   * first, as it does when it reads an element that another worker wrote, would set up this
   * interface before the enum's values, and find all the constants above null.
   */
  List<ColumnDef> children();

  static DuckLakeType decimal(int precision, int scale) {
    return new DecimalType(precision, scale);
  }

  static DuckLakeType list(DuckLakeType element) {
    return new ListType(element);
  }

  static DuckLakeType map(DuckLakeType key, DuckLakeType value) {
    return new MapType(key, value);
  }

  static DuckLakeType struct(ColumnDef... fields) {
    return new StructType(List.of(fields));
  }

  /** The types without parameters. */
  enum Scalar implements DuckLakeType {
    BOOLEAN("boolean"),
    INT8("int8"),
    INT16("int16"),
    INT32("int32"),
    INT64("int64"),
    UINT8("uint8"),
    UINT16("uint16"),
    UINT32("uint32"),
    UINT64("uint64"),
    FLOAT32("float32"),
    FLOAT64("float64"),
    DATE("date"),
    TIME("time"),
    TIMESTAMP("timestamp"),
    TIMESTAMP_S("timestamp_s"),
    TIMESTAMP_MS("timestamp_ms"),
    TIMESTAMP_NS("timestamp_ns"),
    TIMESTAMPTZ("timestamptz"),
    VARCHAR("varchar"),
    JSON("json"),
    BLOB("blob"),
    UUID("uuid"),
    GEOMETRY("geometry");

    private final String text;

    Scalar(String text) {
      this.text = text;
    }

    @Override
    public String catalogText() {
      return text;
    }

    @Override
    public List<ColumnDef> children() {
      return List.of();
    }
  }

  /**
   * @param precision 1 to 38 digits in all
   * @param scale 0 to {@code precision} digits after the point
   */
  record DecimalType(int precision, int scale) implements DuckLakeType {
    public DecimalType {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "Invalid decimal(%d,%d): precision must be 1 to 38 and scale 0 to precision."
                .formatted(precision, scale));
      }
    }

    @Override
    public String catalogText() {
      return "decimal(" + precision + "," + scale + ")";
    }

    @Override
    public List<ColumnDef> children() {
      return List.of();
    }
  }

  /** A list of nullable elements. */
  record ListType(DuckLakeType element) implements DuckLakeType {
    @Override
    public String catalogText() {
      return "list";
    }

    @Override
    public List<ColumnDef> children() {
      return List.of(ColumnDef.of("element", element));
    }
  }

  /** A map; keys are never null, values may be. */
  record MapType(DuckLakeType key, DuckLakeType value) implements DuckLakeType {
    @Override
    public String catalogText() {
      return "map";
    }

    @Override
    public List<ColumnDef> children() {
      return List.of(ColumnDef.of("key", key), ColumnDef.of("value", value));
    }
  }

  /** Named fields; names differ when case is ignored. */
  record StructType(List<ColumnDef> fields) implements DuckLakeType {
    public StructType {
      fields = List.copyOf(fields);
      ColumnDef.requireDistinct("struct", fields);
    }

    @Override
    public String catalogText() {
      return "struct";
    }

    @Override
    public List<ColumnDef> children() {
      return fields;
    }
  }
}
