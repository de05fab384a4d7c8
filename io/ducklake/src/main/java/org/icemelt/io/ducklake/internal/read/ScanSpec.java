package org.icemelt.io.ducklake.internal.read;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.internal.catalog.ColumnTree;

/**
 * What all tasks of a plan share.
 *
 * @param all the table's top-level columns
 * @param read columns to read: those asked for, then those that only the filter needs
 * @param asked how many columns were asked for
 */
record ScanSpec(TableId table, List<ColumnTree> all, List<ColumnTree> read, int asked, RowTest test)
    implements Serializable {
  ScanSpec {
    all = List.copyOf(all);
    read = List.copyOf(read);
  }

  /** Columns whose bounds may rule files out. */
  List<ColumnTree> bounded() {
    return read.stream().filter(column -> test.uses(read.indexOf(column))).toList();
  }
}
