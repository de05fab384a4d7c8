package org.icemelt.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.icemelt.judge.Judge;

/** A made-up dataset {@code farms} of squares on a grid, in one GeoJSON that GDAL writes. */
final class SyntheticFarms {
  private SyntheticFarms() {}

  /**
   * Writes the file and its manifest into a folder, beside what else the manifest holds.
   *
   * @return the option that names the manifest
   */
  static String manifest(LocalManifest manifest, int features) throws SQLException {
    Path file = manifest.folder().resolve("farms.geojson");
    try (Connection duckdb = Judge.connect()) {
      Synthetic.write(
          duckdb,
          file,
          ("SELECT i AS id, 'farm ' || i AS name, i * 0.25::DOUBLE AS capacity_mw,"
                  + " ST_MakeEnvelope(x, y, x + 0.004, y + 0.004) AS geom FROM (SELECT i, (i %% 200)"
                  + " * 0.01::DOUBLE AS x, 40 + (i // 200) * 0.01::DOUBLE AS y FROM range(%d) r(i))")
              .formatted(features));
    }
    return manifest.dataset("farms", "farms.geojson").option();
  }
}
