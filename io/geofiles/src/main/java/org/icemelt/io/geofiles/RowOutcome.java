package org.icemelt.io.geofiles;

import java.util.List;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** What reading one row gave. */
public sealed interface RowOutcome {
  /** 0-based position in the layer. */
  long row();

  /**
   * A usable row.
   *
   * @param geometry in the source CRS; neither null nor empty, all coordinates finite, rings closed
   * @param values in the order of the schema that the cursor was opened with
   */
  record Read(long row, Geometry geometry, List<@Nullable Object> values) implements RowOutcome {}

  /**
   * A row that cannot be used.
   *
   * @param raw geometry or raw text, may be cut
   * @param values the row's columns where they could be read, in the order of the cursor's schema;
   *     null if they could not
   */
  record Bad(
      long row,
      RejectReason reason,
      String detail,
      @Nullable String raw,
      @Nullable List<@Nullable Object> values)
      implements RowOutcome {}
}
