package org.icemelt.pipelines.layers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.Lake.SnapshotInfo;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.build.StandardTables;
import org.icemelt.transforms.admin.NaturalEarth;

/**
 * What the layers in a lake were computed from, kept beside them, and whether rows of the source
 * changed since. Compaction and flushing change no rows.
 *
 * @param snapshot the snapshot that was read
 * @param how what else the rows depend on
 */
public record LayersSource(long snapshot, String how) {
  /** Raised whenever the same input gives other rows than before. */
  private static final int DATA_VERSION = 1;

  private static final Pattern CHANGE =
      Pattern.compile(
          "(?:inserted_into_table|deleted_from_table|inlined_insert|inlined_delete|altered_table"
              + "|dropped_table|flushed_inlined):(\\d+)");

  /** Of the prepared layer, and of the curated one if both were computed together. */
  public static Optional<LayersSource> ofPrepared(Lake lake) {
    return lake.fingerprint(AssembleLayers.sourceUnit(false)).map(LayersSource::parse);
  }

  /** Of the curated layer where it was last computed alone. */
  static Optional<LayersSource> ofCurated(Lake lake) {
    return lake.fingerprint(AssembleLayers.sourceUnit(true)).map(LayersSource::parse);
  }

  static String text(LayersSettings settings) {
    return settings.snapshot()
        + " "
        + how(settings.curated(), settings.h3Resolutions(), settings.boundaries());
  }

  static String how(boolean curated, List<Integer> h3Resolutions, String boundaries) {
    return "version %d, curated %s, h3 %s, %s"
        .formatted(
            DATA_VERSION,
            curated,
            h3Resolutions,
            boundaries.equals(LayersSettings.EMBEDDED) ? NaturalEarth.EDITION : boundaries);
  }

  /** Says so if derived tables are older than what they were computed from. */
  public static Optional<String> stale(Lake lake) {
    Optional<LayersSource> prepared = ofPrepared(lake);
    OptionalLong changed =
        prepared.map(source -> source.changedIn(lake)).orElse(OptionalLong.empty());
    if (changed.isPresent()) {
      return Optional.of(
          "the prepared and curated layers are older than %s: computed from snapshot %d, its rows changed in snapshot %d. Run build --layers=prepared,curated."
              .formatted(
                  StandardTables.STAGING.id().name(),
                  prepared.orElseThrow().snapshot(),
                  changed.getAsLong()));
    }
    Optional<LayersSource> curated = ofCurated(lake);
    boolean alone =
        curated.isPresent()
            && (prepared.isEmpty() || curated.get().snapshot() > prepared.get().snapshot());
    OptionalLong unified =
        alone ? curated.get().changedIn(lake, LayerTables.UNIFIED) : OptionalLong.empty();
    return unified.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the curated layer is older than %s: computed from snapshot %d, its rows changed in snapshot %d. Run build --layers=curated."
                .formatted(
                    LayerTables.UNIFIED.name(),
                    curated.orElseThrow().snapshot(),
                    unified.getAsLong()));
  }

  private static LayersSource parse(String text) {
    int blank = text.indexOf(' ');
    return new LayersSource(Long.parseLong(text.substring(0, blank)), text.substring(blank + 1));
  }

  /** The newest snapshot after this one that changed rows of the staging table; empty if none. */
  public OptionalLong changedIn(Lake lake) {
    return changedIn(lake, StandardTables.STAGING.id());
  }

  OptionalLong changedIn(Lake lake, TableId table) {
    Optional<Lake.TableInfo> source = lake.table(table);
    if (source.isEmpty()) {
      return OptionalLong.empty();
    }
    List<SnapshotInfo> later =
        lake.snapshots().stream().filter(info -> info.id() > snapshot).toList();
    boolean expired = !later.isEmpty() && later.get(0).id() > snapshot + 1;
    return expired
        ? OptionalLong.of(later.get(0).id()) // what the expired ones did cannot be told
        : later.stream()
            .filter(info -> changes(info, source.get().id()))
            .mapToLong(SnapshotInfo::id)
            .max();
  }

  private static boolean changes(SnapshotInfo info, long table) {
    Matcher change = CHANGE.matcher(info.changes());
    while (change.find()) {
      if (Long.parseLong(change.group(1)) == table) {
        return true;
      }
    }
    return false;
  }
}
