package org.icemelt.io.ducklake;

import java.util.List;

/**
 * What reading {@link LakeChanges} comes to.
 *
 * @param from first snapshot whose changes are read
 * @param to last one, whose columns the rows have
 * @param tasks all changes, each in one task; in no order
 */
public record ChangePlan(
    long from, long to, TableId table, TableSchema schema, List<ChangeTask> tasks) {
  public ChangePlan {
    tasks = List.copyOf(tasks);
  }
}
