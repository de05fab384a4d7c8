package org.icemelt.transforms.harmonise;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to fill a target; the first candidate of a target that gives a value fills it.
 *
 * @param columns exact name of the source column; several are joined with {@code /} and give
 *     nothing unless all are there ({@code way/429469174})
 * @param prefix put before ids, e.g. {@code eia:}
 * @param unit for areas and capacities
 * @param basis for capacities: {@code ac}, {@code dc}, {@code unknown}; null = the row's own where
 *     the profile has a {@link Target#CAPACITY_BASIS}, else unknown
 * @param kind what an area covers ({@code site}, {@code polygon}, {@code panel}) or how a value
 *     came about ({@code estimated})
 * @param finest for dates: the finest precision the column really has; finer digits are dropped
 * @param onlyWhereNull a column that must be null (or missing) for this candidate to count
 * @param zeroIsNull the publisher writes 0 for "not stated here"
 */
public record Candidate(
    List<String> columns,
    @Nullable String prefix,
    @Nullable Unit unit,
    @Nullable String basis,
    @Nullable String kind,
    @Nullable DatePrecision finest,
    @Nullable String onlyWhereNull,
    boolean zeroIsNull)
    implements Serializable {
  public Candidate {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Cannot fill a column from no source column");
    }
  }

  /** The source's name in {@code field_mapping}: {@code osm_objtype/osm_id}. */
  String sourceColumn() {
    return String.join("/", columns);
  }
}
