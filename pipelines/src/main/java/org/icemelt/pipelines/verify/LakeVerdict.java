package org.icemelt.pipelines.verify;

import java.util.List;

/**
 * What {@code verify} found.
 *
 * @param notes what is no fault, but should be known
 */
public record LakeVerdict(
    long snapshot, List<TableLine> tables, List<String> faults, List<String> notes) {
  /**
   * One table.
   *
   * @param rows live rows: files − deletes + inlined
   * @param bytes of its live data files
   */
  public record TableLine(String table, long rows, int files, long bytes) {}

  public LakeVerdict {
    tables = List.copyOf(tables);
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }
}
