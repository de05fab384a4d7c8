package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.TableDef;

/** Which tables the asked-for layers hold. */
final class Layers {
  private Layers() {}

  /** The tables that hold one row a stored feature. */
  static List<TableDef> rowTables(Set<BuildSettings.Layer> layers, RawTable raw) {
    List<TableDef> tables = new ArrayList<>();
    if (layers.contains(BuildSettings.Layer.RAW)) {
      tables.add(raw.table());
    }
    if (layers.contains(BuildSettings.Layer.STAGING)) {
      tables.add(StandardTables.STAGING);
    }
    return tables;
  }

  /** All tables that a dataset's rows go to, bookkeeping included. */
  static List<TableDef> tablesOf(Set<BuildSettings.Layer> layers, RawTable raw) {
    List<TableDef> tables = new ArrayList<>(rowTables(layers, raw));
    if (layers.contains(BuildSettings.Layer.STAGING)) {
      tables.add(StandardTables.FIELD_MAPPING);
    }
    tables.add(StandardTables.INGEST_FILES);
    tables.add(StandardTables.INGEST_REJECTS);
    return tables;
  }
}
