package org.icemelt.pipelines.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.Filter;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanPlan;
import org.icemelt.io.ducklake.TableSchema;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * One table into one file.
 *
 * @param scan which table, as it was when, and which of its rows
 * @param columns to write; null for all. A format that needs the geometry gets it as well
 * @param box only rows whose geometry meets it; null for all
 */
record TableExport(
    LakeScan scan, @Nullable List<String> columns, @Nullable Box box, ExportFormat format) {
  /**
   * Writes the file and puts it in its place, or leaves what was there.
   *
   * @param file a path, or the address of a file in a store
   * @return rows written
   * @throws IllegalArgumentException if the table cannot be written so, or no store has such
   *     addresses
   */
  long to(String file) throws IOException {
    if (!Store.holds(file)) {
      return to(Path.of(file));
    }
    Path folder = Files.createTempDirectory("icemelt-export");
    Path draft = folder.resolve("table." + format.extension());
    try {
      long rows = to(draft);
      Store.put(draft, file);
      return rows;
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(folder);
    }
  }

  /**
   * Writes a local file and puts it in its place, or leaves what was there.
   *
   * @return rows written
   * @throws IllegalArgumentException if the table cannot be written so: it has no geometry, or a
   *     filter does not fit
   */
  long to(Path file) throws IOException {
    TableSchema all = scan.describe().schema();
    Optional<GeometryColumn> geometry = GeometryColumn.of(all);
    if (geometry.isEmpty() && (format.needsGeometry() || box != null)) {
      throw new IllegalArgumentException(
          "Cannot export %s.%s %s: it has no column of geometries. Its columns are: %s."
              .formatted(
                  scan.table().schema(),
                  scan.table().name(),
                  format.needsGeometry()
                      ? "as " + format.name().toLowerCase(Locale.ROOT)
                      : "by --bbox",
                  String.join(", ", all.columns().stream().map(ColumnDef::name).toList())));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".partial-" + UUID.randomUUID());
    try {
      long rows = write(draft, all, geometry.orElse(null));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private long write(Path file, TableSchema all, @Nullable GeometryColumn geometry)
      throws IOException {
    List<String> written = written(all, geometry);
    ScanPlan plan = scan(written, geometry).plan();
    TableSchema schema = new TableSchema(plan.schema().columns().subList(0, written.size()));
    int place = geometry == null ? -1 : plan.schema().indexOf(geometry.name());
    boolean parses =
        geometry != null
            && place >= 0
            && (box != null
                || format.needsGeometry()
                || (format == ExportFormat.CSV && geometry.isNative()));
    GeometryColumn inFile =
        geometry != null && schema.indexOf(geometry.name()) >= 0 ? geometry : null;
    long rows = 0;
    try (RowFile out = format.create(file, schema, inFile);
        RowCursor cursor = plan.open()) {
      while (cursor.next()) {
        List<@Nullable Object> values = cursor.values();
        Geometry shape = parses ? geometry(geometry, values.get(place), cursor) : null;
        if (box == null || (shape != null && box.meets(shape))) {
          out.write(values.subList(0, written.size()), shape);
          rows++;
        }
      }
    }
    return rows;
  }

  private @Nullable Geometry geometry(
      @Nullable GeometryColumn column, @Nullable Object value, RowCursor row) {
    if (column == null) {
      return null;
    }
    try {
      return column.geometry(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot export %s.%s: row %d, %s"
              .formatted(scan.table().schema(), scan.table().name(), row.rowId(), e.getMessage()),
          e);
    }
  }

  /** Names of the columns in the file. */
  private List<String> written(TableSchema all, @Nullable GeometryColumn geometry) {
    List<String> names =
        new ArrayList<>(
            columns == null ? all.columns().stream().map(ColumnDef::name).toList() : columns);
    if (geometry != null
        && format.needsGeometry()
        && names.stream().noneMatch(geometry.name()::equalsIgnoreCase)) {
      names.add(geometry.name());
    }
    return names;
  }

  /** The columns in the file, then the geometry if only the box asks for it. */
  private LakeScan scan(List<String> written, @Nullable GeometryColumn geometry) {
    LakeScan of = scan;
    List<String> read = new ArrayList<>(written);
    if (geometry != null && box != null) {
      if (read.stream().noneMatch(geometry.name()::equalsIgnoreCase)) {
        read.add(geometry.name());
      }
      if (geometry.isNative()) {
        of = of.where(both(of.filter(), geometry.name(), box));
      }
    }
    return of.select(read);
  }

  private static Filter both(@Nullable Filter filter, String column, Box box) {
    Filter meets =
        Filter.intersects(
            column,
            box.envelope().getMinX(),
            box.envelope().getMinY(),
            box.envelope().getMaxX(),
            box.envelope().getMaxY());
    return filter == null ? meets : Filter.and(filter, meets);
  }
}
