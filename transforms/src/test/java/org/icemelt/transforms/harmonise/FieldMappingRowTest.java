package org.icemelt.transforms.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldMappingRowTest {
  private static final FieldMapping REPORTED =
      new FieldMapping(Target.CAPACITY_MW, 0, "capMW", "MW", 1.0, "unknown", null);
  private static final FieldMapping ESTIMATED =
      new FieldMapping(Target.CAPACITY_MW, 1, "capMWest", "MW", 1.0, "unknown", null);
  private static final FieldMapping ID =
      new FieldMapping(Target.UNIFIED_ID, 0, "arrayID", null, null, null, null);

  private static FieldFill fill(
      String file, FieldMapping mapping, long filled, long bad, @Nullable Unconvertible first) {
    return new FieldFill("us", file, mapping, filled, bad, first);
  }

  @Test
  void addsFilesUpAndOrdersByTargetAndCandidate() {
    Unconvertible early = new Unconvertible("a", 3, "x");
    Unconvertible late = new Unconvertible("b", 1, "y");
    assertThat(
            FieldMappingRow.sum(
                List.of(
                    fill("b", ESTIMATED, 1, 1, late),
                    fill("b", REPORTED, 2, 0, null),
                    fill("a", ESTIMATED, 10, 1, early),
                    fill("a", ESTIMATED, 100, 0, null),
                    fill("a", ID, 5, 0, null))))
        .containsExactly(
            new FieldMappingRow("us", ID, 5, 0, null),
            new FieldMappingRow("us", REPORTED, 2, 0, null),
            new FieldMappingRow("us", ESTIMATED, 111, 2, early));
  }

  @Test
  void keepsDatasetsApart() {
    FieldFill other = new FieldFill("de", "a", ID, 7, 0, null);
    assertThat(FieldMappingRow.sum(List.of(fill("a", ID, 5, 0, null), other)))
        .extracting(FieldMappingRow::datasetName, FieldMappingRow::rowsFilled)
        .containsExactly(tuple("de", 7L), tuple("us", 5L));
  }

  @Test
  void addsWarningsUpAndKeepsTheFirstPlace() {
    HarmoniseWarning late =
        new HarmoniseWarning(
            "us", "b", Target.STATUS, HarmoniseWarning.Kind.WORD_UNLISTED, "odd", 2, 0);
    HarmoniseWarning early =
        new HarmoniseWarning(
            "us", "a", Target.STATUS, HarmoniseWarning.Kind.WORD_UNLISTED, "odd", 3, 9);
    HarmoniseWarning missing =
        new HarmoniseWarning(
            "us", "b", Target.NAME, HarmoniseWarning.Kind.COLUMN_MISSING, "\"n\"", 0, 0);
    assertThat(HarmoniseWarning.sum(List.of(late, early, missing)))
        .containsExactly(
            missing,
            new HarmoniseWarning(
                "us", "a", Target.STATUS, HarmoniseWarning.Kind.WORD_UNLISTED, "odd", 5, 9));
  }
}
