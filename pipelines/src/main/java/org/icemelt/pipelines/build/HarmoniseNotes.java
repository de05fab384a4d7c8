package org.icemelt.pipelines.build;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.transforms.harmonise.FieldMappingRow;
import org.icemelt.transforms.harmonise.HarmoniseWarning;
import org.icemelt.transforms.harmonise.Unconvertible;

/** What harmonising could not do, as sentences for the report; the first row of each is named. */
final class HarmoniseNotes {
  private HarmoniseNotes() {}

  static List<String> of(List<FieldMappingRow> mapping, List<HarmoniseWarning> warnings) {
    List<String> notes = new ArrayList<>();
    for (FieldMappingRow row : mapping) {
      Unconvertible first = row.firstUnconvertible();
      if (first != null) {
        notes.add(
            "%s: %d values of column \"%s\" could not be converted and are NULL, the first is \"%s\" in %s row %d"
                .formatted(
                    row.mapping().target().column(),
                    row.rowsUnconvertible(),
                    row.mapping().sourceColumn(),
                    first.value(),
                    first.sourceFile(),
                    first.row()));
      }
    }
    HarmoniseWarning.sum(warnings).forEach(w -> notes.add(w.message()));
    return notes;
  }
}
