package org.icemelt.pipelines.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/** One GeoJSON FeatureCollection (RFC 7946), a feature a line, longitude first. */
final class GeoJsonFile implements RowFile {
  private final JsonGenerator json;
  private final List<ColumnDef> columns;
  private final int place;

  GeoJsonFile(Path file, TableSchema schema, GeometryColumn geometry) throws IOException {
    this.json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8);
    this.columns = schema.columns();
    this.place = schema.indexOf(geometry.name());
    json.setPrettyPrinter(new MinimalPrettyPrinter());
    json.writeStartObject();
    json.writeStringField("type", "FeatureCollection");
    json.writeArrayFieldStart("features");
  }

  @Override
  public void write(List<@Nullable Object> values, @Nullable Geometry geometry) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("type", "Feature");
    json.writeFieldName("geometry");
    if (geometry == null) {
      json.writeNull();
    } else {
      geometry(geometry);
    }
    json.writeObjectFieldStart("properties");
    for (int i = 0; i < values.size(); i++) {
      if (i != place) {
        json.writeFieldName(columns.get(i).name());
        JsonValues.write(json, columns.get(i), values.get(i));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }

  private void geometry(Geometry geometry) throws IOException {
    String type = geometry.getGeometryType();
    json.writeStartObject();
    json.writeStringField("type", type);
    if (type.equals("GeometryCollection")) {
      json.writeArrayFieldStart("geometries");
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        geometry(geometry.getGeometryN(i));
      }
      json.writeEndArray();
    } else {
      json.writeFieldName("coordinates");
      coordinates(geometry);
    }
    json.writeEndObject();
  }

  private void coordinates(Geometry geometry) throws IOException {
    if (geometry instanceof Point point) {
      if (point.isEmpty()) {
        json.writeStartArray();
        json.writeEndArray();
      } else {
        position(point.getCoordinate());
      }
    } else if (geometry instanceof LineString line) {
      json.writeStartArray();
      for (Coordinate each : line.getCoordinates()) {
        position(each);
      }
      json.writeEndArray();
    } else if (geometry instanceof Polygon polygon) {
      json.writeStartArray();
      if (!polygon.isEmpty()) {
        coordinates(polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
          coordinates(polygon.getInteriorRingN(i));
        }
      }
      json.writeEndArray();
    } else {
      json.writeStartArray();
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        coordinates(geometry.getGeometryN(i));
      }
      json.writeEndArray();
    }
  }

  private void position(Coordinate at) throws IOException {
    json.writeStartArray();
    json.writeNumber(at.x);
    json.writeNumber(at.y);
    if (!Double.isNaN(at.getZ())) {
      json.writeNumber(at.getZ());
    }
    json.writeEndArray();
  }
}
