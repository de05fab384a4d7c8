package org.icemelt.pipelines.layers;

import java.io.Serializable;
import java.util.Map;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.transforms.statistics.Group;
import org.icemelt.transforms.statistics.Totals;

/** What a worker has to say of the sites that it saw. */
sealed interface Piece extends Serializable {
  record Staged(StagedFile file) implements Piece {}

  record Seen(String dataset, RowsDigest rows) implements Piece {}

  /** All sums of a bundle in one piece: taken one by one they would be slow to carry. */
  record Summed(Map<Group, Totals> totals) implements Piece {
    public Summed {
      totals = Map.copyOf(totals);
    }
  }
}
