package org.icemelt.pipelines.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.ParquetTableFile;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * GeoParquet 1.1: geometries as WKB in EPSG:4326, longitude first, with a box a row that readers
 * skip row groups by.
 */
final class GeoParquetFile implements RowFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode CRS = crs();
  private static final DuckLakeType BOX =
      DuckLakeType.struct(
          ColumnDef.of("xmin", DuckLakeType.FLOAT64),
          ColumnDef.of("ymin", DuckLakeType.FLOAT64),
          ColumnDef.of("xmax", DuckLakeType.FLOAT64),
          ColumnDef.of("ymax", DuckLakeType.FLOAT64));

  private final ParquetTableFile file;
  private final GeometryColumn geometryColumn;
  private final int place;
  private final String boxName;
  private final Set<String> types = new TreeSet<>();
  private final Envelope all = new Envelope();

  GeoParquetFile(Path path, TableSchema schema, GeometryColumn geometry) throws IOException {
    this.geometryColumn = geometry;
    this.place = schema.indexOf(geometry.name());
    this.boxName = schema.indexOf("bbox") < 0 ? "bbox" : geometry.name() + "_bbox";
    List<ColumnDef> columns = new ArrayList<>(schema.columns());
    columns.set(place, ColumnDef.of(geometry.name(), DuckLakeType.BLOB));
    columns.add(ColumnDef.of(boxName, BOX));
    this.file = ParquetTableFile.create(path, new TableSchema(columns), this::footer);
  }

  @Override
  public void write(List<@Nullable Object> values, @Nullable Geometry geometry) throws IOException {
    List<@Nullable Object> row = new ArrayList<>(values);
    Object value = values.get(place);
    Envelope box = geometry == null ? new Envelope() : geometry.getEnvelopeInternal();
    if (value != null && geometry != null) {
      row.set(place, geometryColumn.wkb(value, geometry));
      types.add(geometry.getGeometryType() + (hasZ(geometry) ? " Z" : ""));
      all.expandToInclude(box);
    }
    row.add(
        box.isNull() ? null : List.of(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()));
    file.write(row);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private Map<String, String> footer() {
    ObjectNode geo = JSON.createObjectNode();
    geo.put("version", "1.1.0");
    geo.put("primary_column", geometryColumn.name());
    ObjectNode column = geo.putObject("columns").putObject(geometryColumn.name());
    column.put("encoding", "WKB");
    ArrayNode kinds = column.putArray("geometry_types");
    types.forEach(kinds::add);
    column.set("crs", CRS);
    if (!all.isNull()) {
      ArrayNode bounds = column.putArray("bbox");
      bounds.add(all.getMinX()).add(all.getMinY()).add(all.getMaxX()).add(all.getMaxY());
    }
    ObjectNode covering = column.putObject("covering").putObject("bbox");
    for (String side : List.of("xmin", "ymin", "xmax", "ymax")) {
      covering.putArray(side).add(boxName).add(side);
    }
    return Map.of("geo", geo.toString());
  }

  private static boolean hasZ(Geometry geometry) {
    Coordinate first = geometry.getCoordinate();
    return first != null && !Double.isNaN(first.getZ());
  }

  private static JsonNode crs() {
    try (InputStream in = GeoParquetFile.class.getResourceAsStream("epsg4326.json")) {
      return JSON.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException("the program's own resource is always readable", e);
    }
  }
}
