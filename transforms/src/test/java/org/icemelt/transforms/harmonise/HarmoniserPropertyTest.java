package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.icemelt.transforms.harmonise.SyntheticSites.solar;
import static org.icemelt.transforms.harmonise.SyntheticSites.solarRow;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.icemelt.io.model.WktSite;

class HarmoniserPropertyTest {

  @Property(tries = 200)
  void addsUpTheSameHoweverAFileIsSplit(
      @ForAll List<@IntRange(min = -2, max = 2) Integer> capacities,
      @ForAll @IntRange(min = 1, max = 5) int partSize) {
    List<FieldFill> parts = new ArrayList<>();
    Harmoniser whole = solar();
    Harmoniser part = solar();
    for (int i = 0; i < capacities.size(); i++) {
      WktSite row = solarRow(i, 1.0, String.valueOf(capacities.get(i)), null);
      assertThat(part.apply(row)).isEqualTo(whole.apply(row));
      if (i % partSize == 0) {
        parts.addAll(part.drainFills());
      }
    }
    parts.addAll(part.drainFills());
    List<FieldMappingRow> expected = FieldMappingRow.sum(whole.drainFills());
    assertThat(FieldMappingRow.sum(parts)).isEqualTo(expected);
    FieldMappingRow capacity = expected.get(1);
    assertThat(capacity.mapping().target()).isEqualTo(Target.CAPACITY_MW);
    assertThat(capacity.rowsFilled() + capacity.rowsUnconvertible()).isEqualTo(capacities.size());
  }
}
