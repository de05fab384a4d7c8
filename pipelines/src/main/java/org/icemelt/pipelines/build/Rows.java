package org.icemelt.pipelines.build;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/** The rows of the standard tables, values in the order of their definitions. */
final class Rows {
  private Rows() {}

  /**
   * @param cells one for each column of the table beyond those that it always has
   */
  static TableRow staging(
      TableDef table,
      PvRecord record,
      List<Long> cells,
      @Nullable String doi,
      LocalDateTime processedAt) {
    WktSite site = record.site();
    @Nullable Object[] values = {
      site.recordId(),
      site.source().dataset(),
      record.unifiedId(),
      record.externalId(),
      record.name(),
      site.wkt(),
      site.geometryType(),
      site.centroidLon(),
      site.centroidLat(),
      site.areaM2(),
      record.sourceAreaM2(),
      record.capacityMw(),
      record.capacityBasis(),
      record.installDate(),
      record.installDatePrecision(),
      record.technology(),
      record.status(),
      record.recordRole(),
      site.h3Cell(),
      site.repaired(),
      site.source().sourceFile(),
      site.row(),
      doi,
      processedAt
    };
    List<@Nullable Object> row = Arrays.asList(values);
    if (!cells.isEmpty()) {
      row = new ArrayList<>(row);
      row.addAll(cells);
    }
    return new TableRow(table, row, site.h3Cell());
  }

  static TableRow raw(RawTable raw, WktSite site, LocalDateTime processedAt) {
    List<Integer> columns = raw.sourceColumns();
    @Nullable Object[] values = new Object[columns.size() + 5];
    int at = 0;
    for (int column : columns) {
      values[at++] = site.values().get(column);
    }
    values[at++] = site.source().dataset();
    values[at++] = site.source().sourceFile();
    values[at++] = site.row();
    values[at++] = site.sourceWkt();
    values[at] = processedAt;
    return new TableRow(raw.table(), Arrays.asList(values), site.h3Cell());
  }

  static TableRow reject(Reject reject, String runId, LocalDateTime processedAt) {
    @Nullable Object[] values = {
      runId,
      reject.dataset(),
      reject.sourceFile(),
      reject.row(),
      reject.reason().code(),
      reject.detail(),
      reject.raw(),
      processedAt
    };
    return new TableRow(StandardTables.INGEST_REJECTS, Arrays.asList(values), reject.row());
  }
}
