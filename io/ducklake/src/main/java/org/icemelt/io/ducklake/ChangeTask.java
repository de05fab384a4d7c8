package org.icemelt.io.ducklake;

import java.util.List;

/** A part of a {@link ChangePlan}. */
public interface ChangeTask extends ScanTask {
  @Override
  List<ChangeTask> split(long targetBytes);

  @Override
  ChangeCursor open();
}
