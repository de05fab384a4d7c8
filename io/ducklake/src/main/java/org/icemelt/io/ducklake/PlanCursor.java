package org.icemelt.io.ducklake;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows of several tasks, one after the other. */
final class PlanCursor implements RowCursor {
  private final Iterator<ScanTask> tasks;
  private @Nullable RowCursor current;
  private ReadCounts done = ReadCounts.NONE;

  PlanCursor(List<ScanTask> tasks) {
    this.tasks = tasks.iterator();
  }

  @Override
  public boolean next() {
    while (true) {
      if (current != null && current.next()) {
        return true;
      }
      close();
      if (!tasks.hasNext()) {
        return false;
      }
      current = tasks.next().open();
    }
  }

  private RowCursor onRow() {
    if (current == null) {
      throw new NoSuchElementException("The cursor is on no row");
    }
    return current;
  }

  @Override
  public List<@Nullable Object> values() {
    return onRow().values();
  }

  @Override
  public long rowId() {
    return onRow().rowId();
  }

  @Override
  public ReadCounts counts() {
    return current == null ? done : done.plus(current.counts());
  }

  @Override
  public void close() {
    if (current != null) {
      done = done.plus(current.counts());
      current.close();
      current = null;
    }
  }
}
