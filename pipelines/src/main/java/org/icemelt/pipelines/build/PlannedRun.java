package org.icemelt.pipelines.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.pipelines.build.BuildSettings.Layer;
import org.icemelt.pipelines.layers.LayersPipeline;
import org.icemelt.pipelines.layers.LayersSettings;
import org.icemelt.pipelines.manifest.DatasetSpec;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.runner.SharedFolders;

/**
 * The pipelines that {@code build} would run with the same options: made, never run. Neither is in
 * one pass yet, so each of their steps is there.
 *
 * @param datasets to be read; none if only layers are asked for
 * @param sources manifest → raw and staging
 * @param layers lake → prepared and curated; {@code build} leaves it out if nothing has changed
 */
public record PlannedRun(
    List<DatasetSpec> datasets,
    Downloads downloads,
    Optional<Pipeline> sources,
    Optional<Pipeline> layers) {
  public PlannedRun {
    datasets = List.copyOf(datasets);
  }

  /**
   * Makes them.
   *
   * @param folder the folder the program runs in, absolute
   */
  public static PlannedRun of(BuildOptions options, Path folder) {
    BuildSettings settings = SettingsReader.settings(options, folder);
    SettingsReader.Chosen chosen = SettingsReader.select(options);
    boolean fromSources = !settings.layersFromSources().isEmpty();
    List<DatasetSpec> datasets = fromSources ? chosen.selection().datasets() : List.of();
    Pipeline sources = Pipeline.create(options);
    if (fromSources) {
      List<String> skipped = chosen.selection().skipped().stream().map(DatasetSpec::name).toList();
      new BuildPipeline(settings, SharedFolders.none()).build(sources, datasets, skipped);
    }
    return new PlannedRun(
        datasets,
        settings.downloads(),
        fromSources ? Optional.of(sources) : Optional.empty(),
        BuildLayers.areAskedFor(settings)
            ? Optional.of(layers(options, settings.ofLayers()))
            : Optional.empty());
  }

  private static Pipeline layers(BuildOptions options, BuildSettings settings) {
    Pipeline pipeline = Pipeline.create(options);
    Lake lake = Lake.of(settings.lake());
    long snapshot = lake.exists() ? lake.latestSnapshot().map(Lake.SnapshotInfo::id).orElse(0L) : 0;
    new LayersPipeline(
            new LayersSettings(
                settings.runId(),
                settings.lake(),
                settings.journal(),
                settings.has(Layer.PREPARED),
                settings.has(Layer.CURATED),
                snapshot,
                settings.h3Resolutions(),
                settings.boundaries(),
                Set.of(),
                Set.of(),
                1,
                settings.author()))
        .build(pipeline);
    return pipeline;
  }
}
