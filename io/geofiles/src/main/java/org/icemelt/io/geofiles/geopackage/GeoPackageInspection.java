package org.icemelt.io.geofiles.geopackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.jspecify.annotations.Nullable;

/** One look at a GeoPackage: its feature layers, columns, counts, CRS, splits. */
final class GeoPackageInspection {
  /** A row of gpkg_geometry_columns. */
  private record Entry(String table, String geometry, long srs) {}

  private final GeoFile file;
  private final long splitBytes;

  GeoPackageInspection(GeoFile file, long splitBytes) {
    this.file = file;
    this.splitBytes = splitBytes;
  }

  List<Layer> inspect() throws GeoFileException, IOException {
    GeoPackage.requireWhole(file);
    try (Connection connection = GeoPackage.open(file)) {
      List<Entry> entries = entries(connection);
      boolean several = entries.size() > 1;
      List<Entry> wanted =
          entries.stream()
              .filter(e -> file.layer() == null || e.table().equals(file.layer()))
              .toList();
      if (wanted.isEmpty()) {
        throw new GeoFileException(
            Code.LAYER_UNKNOWN,
            "Cannot read %s of dataset %s: it has no layer \"%s\". Its layers are %s"
                .formatted(
                    file.sourceFile(),
                    file.dataset(),
                    file.layer(),
                    entries.stream().map(Entry::table).toList()));
      }
      long perRow = bytesPerRow(connection, entries);
      List<Layer> layers = new ArrayList<>();
      for (Entry entry : wanted) {
        layers.add(layer(connection, entry, several, Math.max(1, splitBytes / perRow)));
      }
      return layers;
    } catch (SQLException e) {
      throw GeoPackage.broken(file, e, 0);
    }
  }

  private List<Entry> entries(Connection connection) throws SQLException, GeoFileException {
    List<String> tables = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")) {
        while (rows.next()) {
          tables.add(String.valueOf(rows.getString(1)));
        }
      }
      if (!tables.contains("gpkg_contents")) {
        throw new GeoFileException(
            Code.FORMAT_UNKNOWN,
            "Cannot read %s of dataset %s: it is an SQLite database, but no GeoPackage (no table gpkg_contents)"
                .formatted(file.sourceFile(), file.dataset()));
      }
      if (tables.contains("gpkg_geometry_columns")) {
        String sql =
            "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_contents c"
                + " JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name)"
                + " WHERE c.data_type = 'features' ORDER BY c.rowid";
        try (ResultSet rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            entries.add(new Entry(rows.getString(1), rows.getString(2), rows.getLong(3)));
          }
        }
      }
    }
    if (entries.isEmpty()) {
      throw new GeoFileException(
          Code.NO_LAYER,
          "Cannot read %s of dataset %s: the GeoPackage has no layer of features. Its tables are %s"
              .formatted(
                  file.sourceFile(),
                  file.dataset(),
                  tables.stream().filter(t -> !t.matches("(gpkg|rtree|sqlite)_.*")).toList()));
    }
    for (Entry entry : entries) {
      if (tables.stream().noneMatch(entry.table()::equalsIgnoreCase)) {
        throw new GeoFileException(
            Code.FILE_MALFORMED,
            "Failed to read %s of dataset %s: it announces layer \"%s\" but has no such table"
                .formatted(file.sourceFile(), file.dataset(), entry.table()));
      }
    }
    return entries;
  }

  private long bytesPerRow(Connection connection, List<Entry> entries)
      throws SQLException, IOException {
    long rows = 0;
    for (Entry entry : entries) {
      rows += count(connection, entry.table());
    }
    return Math.max(1, Files.size(Path.of(file.path())) / Math.max(1, rows));
  }

  private static long count(Connection connection, String table) throws SQLException {
    return GeoPackage.number(connection, "SELECT count(*) FROM " + GeoPackage.quoted(table));
  }

  private Layer layer(Connection connection, Entry entry, boolean several, long rowsPerSplit)
      throws SQLException {
    FeatureTable table = FeatureTable.describe(connection, entry.table(), entry.geometry());
    long count = count(connection, entry.table());
    List<Split> splits = count == 0 ? List.of() : splits(connection, table, count, rowsPerSplit);
    return new Layer(
        file,
        Format.GEOPACKAGE,
        several ? file.sourceFile() + "#" + entry.table() : file.sourceFile(),
        entry.table(),
        crs(connection, entry.srs()),
        table.schema(),
        count,
        splits);
  }

  private static List<Split> splits(
      Connection connection, FeatureTable table, long count, long rowsPerSplit)
      throws SQLException {
    if (table.rowId() == null) {
      return List.of(new Split(0, Long.MAX_VALUE, 0, count));
    }
    String id = GeoPackage.quoted(table.rowId());
    String from = " FROM " + GeoPackage.quoted(table.name());
    long end = saturatedNext(GeoPackage.number(connection, "SELECT max(" + id + ")" + from));
    List<Long> starts = new ArrayList<>();
    String sql =
        "SELECT id FROM (SELECT "
            + id
            + " AS id, row_number() OVER (ORDER BY "
            + id
            + ") - 1 AS position"
            + from
            + ") WHERE position % ? = 0";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, rowsPerSplit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          starts.add(rows.getLong(1));
        }
      }
    }
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long first = i * rowsPerSplit;
      boolean last = i == starts.size() - 1;
      splits.add(
          new Split(
              starts.get(i),
              last ? end : starts.get(i + 1),
              first,
              last ? count - first : rowsPerSplit));
    }
    return splits;
  }

  private static long saturatedNext(long id) {
    return id == Long.MAX_VALUE ? id : id + 1;
  }

  private @Nullable String crs(Connection connection, long srs) throws SQLException {
    return file.crsOverride() ? file.crs() : stated(connection, srs);
  }

  /** {@code organization:code}, or a definition where no organization knows it. */
  private @Nullable String stated(Connection connection, long srs) throws SQLException {
    if (srs == 0 || srs == -1) {
      return file.crs();
    }
    String sql =
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
            + " WHERE srs_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, srs);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return file.crs();
        }
        String organization = String.valueOf(rows.getString(1)).strip();
        String definition = rows.getString(3);
        if (organization.equalsIgnoreCase("EPSG") || organization.equalsIgnoreCase("ESRI")) {
          return organization.toUpperCase(Locale.ROOT) + ":" + rows.getLong(2);
        }
        boolean undefined = definition == null || definition.isBlank();
        return undefined || definition.equalsIgnoreCase("undefined") ? file.crs() : definition;
      }
    }
  }
}
