package org.icemelt.io.ducklake.internal.read;

import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.TableSchema;

/** A pipeline is built for columns; the table that it meets has to have them. */
final class Expected {
  private Expected() {}

  /**
   * @throws LakeFormatException if a column is of another type, or has NULLs against expectation
   */
  static void require(TableSchema expected, TableId table, TableSchema found, long snapshot) {
    for (int i = 0; i < expected.columns().size(); i++) {
      ColumnDef wanted = expected.columns().get(i);
      ColumnDef there = found.columns().get(i);
      if (!wanted.type().equals(there.type()) || there.nullable() && !wanted.nullable()) {
        throw new LakeFormatException(
            "Cannot read %s as asked: column \"%s\" is %s at snapshot %d, not %s. Build the pipeline for the table as it is."
                .formatted(
                    table,
                    wanted.name(),
                    text(there.type(), there.nullable()),
                    snapshot,
                    text(wanted.type(), wanted.nullable())));
      }
    }
  }

  private static String text(DuckLakeType type, boolean nullable) {
    return type.catalogText() + (nullable ? "" : " NOT NULL");
  }
}
