package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.ducklake.TableDef;

/** Which tables the asked-for layers hold. */
final class Layers {
  private Layers() {}

  /** The tables that hold one row a stored feature. */
  static List<TableDef> rowTables(BuildSettings settings, RawTable raw) {
    List<TableDef> tables = new ArrayList<>();
    if (settings.has(BuildSettings.Layer.RAW)) {
      tables.add(raw.table());
    }
    if (settings.has(BuildSettings.Layer.STAGING)) {
      tables.add(StandardTables.staging(settings.h3Resolutions()));
    }
    return tables;
  }

  /** All tables that a dataset's rows go to, bookkeeping included. */
  static List<TableDef> tablesOf(BuildSettings settings, RawTable raw) {
    List<TableDef> tables = new ArrayList<>(rowTables(settings, raw));
    if (settings.has(BuildSettings.Layer.STAGING)) {
      tables.add(StandardTables.FIELD_MAPPING);
    }
    tables.add(StandardTables.QUALITY_CHECKS);
    tables.add(StandardTables.INGEST_FILES);
    tables.add(StandardTables.INGEST_REJECTS);
    return tables;
  }
}
