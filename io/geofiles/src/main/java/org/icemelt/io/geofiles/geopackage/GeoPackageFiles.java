package org.icemelt.io.geofiles.geopackage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.model.FeatureSchema;

/** Entry to GeoPackages. */
public final class GeoPackageFiles {
  private GeoPackageFiles() {}

  public static List<Layer> inspect(GeoFile file, long splitBytes)
      throws GeoFileException, IOException {
    return new GeoPackageInspection(file, splitBytes).inspect();
  }

  public static FeatureCursor open(Layer layer, Split split, FeatureSchema target)
      throws GeoFileException, IOException {
    String table = String.valueOf(layer.name());
    try {
      return GeoPackageCursor.open(layer, split, target, table, geometryColumn(layer, table));
    } catch (SQLException e) {
      throw GeoPackage.broken(layer.file(), e, 0);
    }
  }

  private static String geometryColumn(Layer layer, String table)
      throws SQLException, GeoFileException {
    String sql = "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)";
    try (Connection connection = GeoPackage.open(layer.file());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          return rows.getString(1);
        }
      }
    }
    throw new GeoFileException(
        Code.LAYER_UNKNOWN,
        "Cannot read %s of dataset %s: layer \"%s\" is gone"
            .formatted(layer.sourceFile(), layer.file().dataset(), table));
  }
}
