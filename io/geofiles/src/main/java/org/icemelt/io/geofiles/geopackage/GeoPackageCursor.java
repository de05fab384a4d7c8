package org.icemelt.io.geofiles.geopackage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.columns.ColumnMapping;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;

/** The rows of one split in the order of their ids; a view's rows in the order it gives them. */
final class GeoPackageCursor implements FeatureCursor {
  private final Layer layer;
  private final ColumnMapping mapping;
  private final GeoPackageGeometry geometries = new GeoPackageGeometry();
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final long firstRow;
  private long row;
  private boolean ended;

  private GeoPackageCursor(
      Layer layer,
      Split split,
      FeatureSchema target,
      Connection connection,
      PreparedStatement statement)
      throws SQLException {
    this.layer = layer;
    this.connection = connection;
    this.statement = statement;
    this.mapping = ColumnMapping.of(layer.schema(), target);
    this.rows = statement.executeQuery();
    this.firstRow = split.firstRow();
    this.row = firstRow;
  }

  static FeatureCursor open(
      Layer layer, Split split, FeatureSchema target, String table, String geometryColumn)
      throws SQLException {
    Connection connection = GeoPackage.open(layer.file());
    try {
      FeatureTable described = FeatureTable.describe(connection, table, geometryColumn);
      PreparedStatement statement = connection.prepareStatement(query(layer, described));
      if (described.rowId() != null) {
        statement.setLong(1, split.start());
        statement.setLong(2, split.end());
      }
      return new GeoPackageCursor(layer, split, target, connection, statement);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static String query(Layer layer, FeatureTable table) {
    StringBuilder sql = new StringBuilder("SELECT ").append(GeoPackage.quoted(table.geometry()));
    layer.schema().columns().forEach(c -> sql.append(", ").append(GeoPackage.quoted(c.name())));
    sql.append(" FROM ").append(GeoPackage.quoted(table.name()));
    if (table.rowId() != null) {
      String id = GeoPackage.quoted(table.rowId());
      sql.append(" WHERE ").append(id).append(" >= ? AND ").append(id).append(" < ?");
      sql.append(" ORDER BY ").append(id);
    }
    return sql.toString();
  }

  @Override
  public @Nullable RowOutcome next() throws GeoFileException {
    if (ended) {
      return null;
    }
    try {
      if (!rows.next()) {
        ended = true;
        return null;
      }
      return outcome(row++);
    } catch (SQLException e) {
      ended = true;
      try {
        throw GeoPackage.broken(layer.file(), e, row - firstRow);
      } catch (IOException disk) {
        throw new UncheckedIOException(disk);
      }
    }
  }

  private RowOutcome outcome(long number) throws SQLException {
    @Nullable Object[] values = mapping.newRow();
    for (int i = 0; i < layer.schema().size(); i++) {
      if (mapping.wants(i)) {
        mapping.put(values, i, rows.getObject(i + 2));
      }
    }
    List<@Nullable Object> list = Arrays.asList(values);
    Object stored = rows.getObject(1);
    if (stored == null) {
      return new RowOutcome.Bad(
          number, RejectReason.GEOMETRY_MISSING, "The row has no geometry", null, list);
    }
    if (!(stored instanceof byte[] blob)) {
      return new RowOutcome.Bad(
          number,
          RejectReason.GEOMETRY_MALFORMED,
          "The geometry is no blob",
          stored.toString(),
          list);
    }
    try {
      return new RowOutcome.Read(number, geometries.read(blob), list);
    } catch (BadGeometryException e) {
      return new RowOutcome.Bad(number, e.reason(), e.detail(), hex(blob), list);
    }
  }

  private static String hex(byte[] blob) {
    return HexFormat.of().formatHex(blob, 0, Math.min(blob.length, Reject.MAX_RAW / 2));
  }

  @Override
  public void close() {
    try {
      rows.close();
      statement.close();
      connection.close();
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
