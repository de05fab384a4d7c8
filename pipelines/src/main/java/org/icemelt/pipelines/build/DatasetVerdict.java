package org.icemelt.pipelines.build;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.pipelines.report.DatasetReport;

/**
 * What becomes of one dataset.
 *
 * @param changes what the commit does for it
 * @param notes changes that go along if the run commits at all, and never alone
 */
record DatasetVerdict(DatasetReport report, List<TableChange> changes, List<TableChange> notes)
    implements Serializable {
  DatasetVerdict {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }
}
