package org.icemelt.pipelines.layers;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.WriteJournal;
import org.jspecify.annotations.Nullable;

/**
 * What the layers are computed from, and which.
 *
 * @param writeId of this pipeline's commit
 * @param prepared whether the prepared layer is asked for
 * @param curated whether the curated layer is
 * @param snapshot the snapshot that is read
 * @param h3Resolutions of the columns {@code h3_index_<r>} beside {@code h3_index_12}
 * @param boundaries {@link #EMBEDDED}, or where Overture's divisions lie
 * @param formerDatasets datasets that the prepared layer holds now
 * @param shards how many workers may look for duplicates at once
 * @param missing derived tables that the lake lacks, whatever their fingerprint says
 */
public record LayersSettings(
    String writeId,
    LakeConfig lake,
    WriteJournal journal,
    boolean prepared,
    boolean curated,
    long snapshot,
    List<Integer> h3Resolutions,
    String boundaries,
    Set<String> formerDatasets,
    Set<TableId> missing,
    int shards,
    @Nullable String author)
    implements Serializable {
  /** The word for the boundaries that ship with the program. */
  public static final String EMBEDDED = "embedded";

  public LayersSettings {
    requireNonNull(boundaries, "boundaries");
    requireNonNull(writeId, "writeId");
    requireNonNull(lake, "lake");
    requireNonNull(journal, "journal");
    h3Resolutions = List.copyOf(h3Resolutions);
    formerDatasets = Set.copyOf(formerDatasets);
    missing = Set.copyOf(missing);
  }

  /** The table as of the snapshot. */
  LakeScan scan(TableId table) {
    return LakeScan.of(lake, table).at(snapshot);
  }
}
