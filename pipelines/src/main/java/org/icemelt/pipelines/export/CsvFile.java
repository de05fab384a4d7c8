package org.icemelt.pipelines.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.pipelines.report.Csv;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** CSV with a header: geometries as WKT, H3 cells as hexadecimal text, nested values as JSON. */
final class CsvFile implements RowFile {
  private final Writer out;
  private final List<ColumnDef> columns;
  private final @Nullable GeometryColumn geometryColumn;
  private final int place;

  CsvFile(Path file, TableSchema schema, @Nullable GeometryColumn geometry) throws IOException {
    this.out = Files.newBufferedWriter(file);
    this.columns = schema.columns();
    this.geometryColumn = geometry;
    this.place = geometry == null ? -1 : schema.indexOf(geometry.name());
    out.write(Csv.line(columns.stream().map(ColumnDef::name).toList()));
  }

  @Override
  public void write(List<@Nullable Object> values, @Nullable Geometry geometry) throws IOException {
    List<@Nullable String> cells = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null && i == place && geometry != null && geometryColumn != null) {
        cells.add(geometryColumn.wkt(value, geometry));
      } else {
        cells.add(value == null ? null : cell(columns.get(i), value));
      }
    }
    out.write(Csv.line(cells));
  }

  private static String cell(ColumnDef column, Object value) throws IOException {
    if (column.type().children().isEmpty()) {
      return Words.of(column, value);
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      JsonValues.write(json, column, value);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
