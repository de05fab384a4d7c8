package org.icemelt.io.ducklake.internal.read;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.icemelt.io.ducklake.ReadCounts;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.ScanTask;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.jspecify.annotations.Nullable;

/** Rows that the catalog keeps; they travel in the task. */
record InlinedTask(ScanSpec spec, List<InlinedRow> rows) implements ScanTask {
  InlinedTask {
    rows = List.copyOf(rows);
  }

  @Override
  public String source() {
    return "catalog";
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public List<ScanTask> split(long targetBytes) {
    return List.of(this);
  }

  @Override
  public RowCursor open() {
    return new Cursor();
  }

  private final class Cursor implements RowCursor {
    private final Iterator<InlinedRow> iterator = rows.iterator();
    private InlinedRow current = new InlinedRow(-1, 0, null, List.of());
    private long given;

    @Override
    public boolean next() {
      while (iterator.hasNext()) {
        current = iterator.next();
        if (Boolean.TRUE.equals(spec.test().of(current.values()))) {
          given++;
          return true;
        }
      }
      return false;
    }

    @Override
    public List<@Nullable Object> values() {
      return Collections.unmodifiableList(current.values().subList(0, spec.asked()));
    }

    @Override
    public long rowId() {
      return current.rowId();
    }

    @Override
    public ReadCounts counts() {
      return new ReadCounts(0, 0, 0, given);
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
