package org.icemelt.io.ducklake;

import java.io.Serializable;

/**
 * What reading took.
 *
 * @param files data files that were opened
 * @param rowGroups row groups that were read
 * @param rowGroupsSkipped row groups that their statistics ruled out
 * @param rows rows that were given out
 */
public record ReadCounts(long files, long rowGroups, long rowGroupsSkipped, long rows)
    implements Serializable {
  public static final ReadCounts NONE = new ReadCounts(0, 0, 0, 0);

  public ReadCounts plus(ReadCounts more) {
    return new ReadCounts(
        files + more.files,
        rowGroups + more.rowGroups,
        rowGroupsSkipped + more.rowGroupsSkipped,
        rows + more.rows);
  }
}
