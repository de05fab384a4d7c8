package org.icemelt.pipelines.export;

import java.util.List;
import java.util.Optional;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.transforms.wkt.WktWriter;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** The column that holds a table's geometries, as WKT or as WKB; not thread-safe. */
final class GeometryColumn {
  private static final String NAME = "geometry";

  private final ColumnDef column;
  private final boolean wkb;
  private final WKTReader wktReader = new WKTReader();
  private final WKBReader wkbReader = new WKBReader();
  private final WKBWriter wkbWriter = new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN);
  private final WktWriter wktWriter = new WktWriter();

  private GeometryColumn(ColumnDef column) {
    this.column = column;
    this.wkb = column.type() == DuckLakeType.GEOMETRY;
  }

  /** Column {@code geometry} of WKT or of type GEOMETRY, else the first of type GEOMETRY. */
  static Optional<GeometryColumn> of(TableSchema schema) {
    return of(schema.columns());
  }

  private static Optional<GeometryColumn> of(List<ColumnDef> columns) {
    return columns.stream()
        .filter(c -> c.name().equalsIgnoreCase(NAME))
        .filter(c -> c.type() == DuckLakeType.VARCHAR || c.type() == DuckLakeType.GEOMETRY)
        .findFirst()
        .or(() -> columns.stream().filter(c -> c.type() == DuckLakeType.GEOMETRY).findFirst())
        .map(GeometryColumn::new);
  }

  String name() {
    return column.name();
  }

  /** Whether the lake itself can say which geometries meet a box. */
  boolean isNative() {
    return wkb;
  }

  /**
   * @throws IllegalArgumentException if the value is no geometry
   */
  @Nullable Geometry geometry(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      return wkb ? wkbReader.read((byte[]) value) : wktReader.read((String) value);
    } catch (ParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "column %s holds no geometry: %s".formatted(column.name(), e.getMessage()), e);
    }
  }

  /** The value as WKB; that of a native column goes through untouched, Z and M included. */
  byte[] wkb(Object value, Geometry geometry) {
    return wkb ? (byte[]) value : wkbWriter.write(geometry);
  }

  /** The value as WKT. */
  String wkt(Object value, Geometry geometry) {
    return wkb ? wktWriter.write(geometry) : (String) value;
  }
}
