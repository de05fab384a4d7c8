package org.icemelt.io.ducklake.internal.read;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.icemelt.io.ducklake.ChangeCursor;
import org.icemelt.io.ducklake.ChangeKind;
import org.icemelt.io.ducklake.ChangeTask;
import org.icemelt.io.ducklake.ReadCounts;
import org.icemelt.io.ducklake.internal.catalog.ScanRows.InlinedRow;
import org.jspecify.annotations.Nullable;

/**
 * Rows that the catalog keeps; they travel in the task.
 *
 * @param kind what the rows are, where they are changes
 */
record InlinedTask(ScanSpec spec, List<InlinedRow> rows, ChangeKind kind) implements ChangeTask {
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
  public List<ChangeTask> split(long targetBytes) {
    return List.of(this);
  }

  @Override
  public ChangeCursor open() {
    return new Cursor();
  }

  private final class Cursor implements ChangeCursor {
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
    public long snapshotId() {
      Long end = current.end();
      return kind == ChangeKind.INSERT || end == null ? current.begin() : end;
    }

    @Override
    public ChangeKind kind() {
      return kind;
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
