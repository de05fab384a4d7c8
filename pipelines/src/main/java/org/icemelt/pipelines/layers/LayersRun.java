package org.icemelt.pipelines.layers;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.build.StandardTables;
import org.jspecify.annotations.Nullable;

/** Looks at a lake and says what is to be done for its layers. */
public final class LayersRun {
  private LayersRun() {}

  /**
   * Which layers are asked for, and how.
   *
   * @param writeId of the layers' commit
   * @param shards how many workers may look for duplicates at once
   */
  public record Wish(
      String writeId,
      boolean prepared,
      boolean curated,
      List<Integer> h3Resolutions,
      String boundaries,
      WriteJournal journal,
      int shards,
      @Nullable String author) {
    public Wish {
      h3Resolutions = List.copyOf(h3Resolutions);
    }
  }

  /**
   * What to compute, as of the lake's newest snapshot; empty if the layers are there and nothing
   * that they depend on has changed.
   *
   * @throws UsageException if the lake lacks what they are computed from
   */
  public static Optional<LayersSettings> needed(LakeConfig config, Wish wish) {
    Lake lake = Lake.of(config);
    requireSource(lake, wish);
    Set<TableId> missing = new HashSet<>();
    for (TableId table : LayerTables.of(wish.prepared(), wish.curated())) {
      if (lake.table(table).isEmpty()) {
        missing.add(table);
      }
    }
    if (missing.isEmpty() && hasViews(lake, wish) && isCurrent(lake, wish)) {
      return Optional.empty();
    }
    long snapshot = lake.latestSnapshot().orElseThrow().id();
    return Optional.of(
        new LayersSettings(
            wish.writeId(),
            config,
            wish.journal(),
            wish.prepared(),
            wish.curated(),
            snapshot,
            wish.h3Resolutions(),
            wish.boundaries(),
            wish.prepared() ? formerDatasets(config, lake, snapshot) : Set.of(),
            missing,
            wish.shards(),
            wish.author()));
  }

  private static void requireSource(Lake lake, Wish wish) {
    TableId source = wish.prepared() ? StandardTables.STAGING.id() : LayerTables.UNIFIED;
    if (!lake.exists() || lake.table(source).isEmpty()) {
      throw new UsageException(
          "Cannot build layer %s: the lake has no table %s yet. Build it with --layers=%s."
              .formatted(
                  wish.prepared() ? "prepared" : "curated",
                  source,
                  wish.prepared() ? "raw,staging,prepared" : "prepared,curated"));
    }
  }

  private static boolean hasViews(Lake lake, Wish wish) {
    Set<TableId> views = new HashSet<>();
    lake.views().forEach(view -> views.add(view.name()));
    return views.containsAll(LakeViews.names(wish.prepared(), wish.curated()));
  }

  private static boolean isCurrent(Lake lake, Wish wish) {
    if (!wish.prepared()) {
      return LayersSource.ofCurated(lake)
          .filter(source -> source.changedIn(lake, LayerTables.UNIFIED).isEmpty())
          .isPresent();
    }
    String withCurated = LayersSource.how(true, wish.h3Resolutions(), wish.boundaries());
    String asWished = LayersSource.how(wish.curated(), wish.h3Resolutions(), wish.boundaries());
    return LayersSource.ofPrepared(lake)
        .filter(source -> source.how().equals(withCurated) || source.how().equals(asWished))
        .filter(source -> source.changedIn(lake).isEmpty())
        .isPresent();
  }

  private static Set<String> formerDatasets(LakeConfig config, Lake lake, long snapshot) {
    Set<String> datasets = new TreeSet<>();
    if (lake.table(LayerTables.UNIFIED).isPresent()) {
      try (RowCursor rows =
          LakeScan.of(config, LayerTables.UNIFIED)
              .at(snapshot)
              .select(StandardTables.DATASET_NAME)
              .plan()
              .open()) {
        while (rows.next()) {
          datasets.add(String.valueOf(rows.values().get(0)));
        }
      }
    }
    return datasets;
  }
}
