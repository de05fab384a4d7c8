package org.icemelt.pipelines.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.icemelt.io.ducklake.ParquetTableFile;
import org.icemelt.io.ducklake.TableSchema;
import org.icemelt.pipelines.UsageException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** What a table is written as. */
enum ExportFormat {
  GEOPARQUET("parquet", true),
  PARQUET("parquet", false),
  GEOJSON("geojson", true),
  CSV("csv", false);

  private final String extension;
  private final boolean needsGeometry;

  ExportFormat(String extension, boolean needsGeometry) {
    this.extension = extension;
    this.needsGeometry = needsGeometry;
  }

  static ExportFormat named(String name) {
    for (ExportFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new UsageException(
        "Invalid --format: \"%s\". Known formats: geoparquet, parquet, geojson, csv."
            .formatted(name));
  }

  String extension() {
    return extension;
  }

  /** Whether a table without a geometry cannot be written so. */
  boolean needsGeometry() {
    return needsGeometry;
  }

  /** Begins a new file. */
  RowFile create(Path file, TableSchema schema, @Nullable GeometryColumn geometry)
      throws IOException {
    if (this == GEOPARQUET && geometry != null) {
      return new GeoParquetFile(file, schema, geometry);
    } else if (this == GEOJSON && geometry != null) {
      return new GeoJsonFile(file, schema, geometry);
    } else if (this == CSV) {
      return new CsvFile(file, schema, geometry);
    } else if (this == PARQUET) {
      return parquet(ParquetTableFile.create(file, schema, Map::of));
    }
    throw new IllegalArgumentException(this + " needs a geometry");
  }

  private static RowFile parquet(ParquetTableFile file) {
    return new RowFile() {
      @Override
      public void write(List<@Nullable Object> values, @Nullable Geometry geometry)
          throws IOException {
        file.write(values);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
