package org.icemelt.transforms.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.icemelt.io.model.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each check on a row that breaks it and nothing else. */
class RowChecksTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final String SQUARE = "POLYGON ((0 0, 0.01 0, 0.01 0.01, 0 0.01, 0 0))";

  private @Nullable String unifiedId = "u";
  private @Nullable String wkt = SQUARE;
  private @Nullable Shape shape;
  private double lon = 0.005;
  private @Nullable Double area = 1_236_000.0;
  private @Nullable Double sourceArea = 1_000_000.0;
  private @Nullable Double capacity = 50.0;
  private @Nullable String basis = "ac";
  private @Nullable LocalDate date = LocalDate.of(2015, 6, 1);
  private String status = "operating";

  @Test
  void aSoundRowPasses() {
    assertThat(failed()).isEmpty();
  }

  @Test
  void valuesThatMustBeThereAre() {
    unifiedId = null;
    assertThat(failed()).containsExactly(Check.NOT_NULL);
  }

  @Test
  void wordsAreThoseOfTheColumn() {
    status = "perhaps";
    assertThat(failed()).containsExactly(Check.ACCEPTED_VALUES);
  }

  @Test
  void aCapacityHasABasis() {
    basis = null;
    assertThat(failed()).containsExactly(Check.ACCEPTED_VALUES);
  }

  @Test
  void noCapacityIsBelowZeroAndNoAreaIsZero() {
    capacity = -1.0;
    assertThat(failed()).containsExactly(Check.POSSIBLE_VALUES, Check.CAPACITY_RANGE);
    capacity = 50.0;
    area = 0.0;
    assertThat(failed())
        .containsExactly(Check.POSSIBLE_VALUES, Check.AREA_RANGE, Check.AREA_AGREES_WITH_SOURCE);
  }

  @Test
  void theGeometryIsValidAndHoldsItsCentroid() {
    wkt = "POLYGON ((0 0, 0.01 0.01, 0.01 0, 0 0.01, 0 0))";
    assertThat(failed()).containsExactly(Check.GEOMETRY_VALID);
    wkt = "POLYGON ((0 0, 0.01 0";
    assertThat(failed()).containsExactly(Check.GEOMETRY_VALID);
    wkt = SQUARE;
    lon = 0.02;
    assertThat(failed()).containsExactly(Check.CENTROID_IN_BBOX);
  }

  @Test
  void whatIsKnownOfTheGeometryIsBelievedWithoutReadingItsText() {
    wkt = "never read";
    shape = new Shape(true, 0, 0, 0.01, 0.01);
    assertThat(failed()).isEmpty();
    lon = 0.0100000021;
    assertThat(failed()).containsExactly(Check.CENTROID_IN_BBOX);
    shape = new Shape(false, 0, 0, 1, 1);
    assertThat(failed()).containsExactly(Check.GEOMETRY_VALID);
  }

  @Test
  void rangesThatRealSitesCanBreakAreWarnings() {
    capacity = 0.0;
    date = LocalDate.of(1960, 1, 1);
    area = 3e8;
    sourceArea = 3e8;
    assertThat(failed())
        .containsExactly(Check.AREA_RANGE, Check.CAPACITY_RANGE, Check.INSTALL_DATE_RANGE)
        .allSatisfy(check -> assertThat(check.severity()).isEqualTo(Severity.WARNING));
    date = TODAY.plusYears(11);
    assertThat(failed()).contains(Check.INSTALL_DATE_RANGE);
  }

  @Test
  void areasAreComparedOnlyWhereThePublishersIsThatOfTheOutline() {
    sourceArea = 800_000.0;
    assertThat(failed()).containsExactly(Check.AREA_AGREES_WITH_SOURCE);
    assertThat(new RowChecks(TODAY).failed(row(), false)).isEmpty();
  }

  @Test
  void rowsSeenTwiceAreFoundWhicheverBundleSawThem() {
    RowRanges first = new RowRanges();
    List.of(0L, 1L, 2L, 5L, 6L).forEach(first::add);
    assertThat(first.ranges())
        .containsExactly(new RowRanges.Range(0, 2), new RowRanges.Range(5, 6));
    RowRanges second = new RowRanges();
    List.of(3L, 4L, 7L).forEach(second::add);
    List<RowRanges.Range> all = new java.util.ArrayList<>(second.ranges());
    all.addAll(first.ranges());
    assertThat(RowRanges.firstRepeated(all)).isEmpty();
    all.add(new RowRanges.Range(6, 6));
    assertThat(RowRanges.firstRepeated(all)).hasValue(6);
  }

  private java.util.Set<Check> failed() {
    return new RowChecks(TODAY).failed(row(), true);
  }

  private CheckedRow row() {
    return new CheckedRow(
        "d:f#1",
        "d",
        unifiedId,
        wkt,
        shape,
        "Polygon",
        lon,
        0.005,
        area,
        sourceArea,
        capacity,
        basis,
        date,
        "month",
        "pv",
        status,
        "installation");
  }
}
