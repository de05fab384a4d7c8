package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.repositories.FirstFetch;
import org.jspecify.annotations.Nullable;

/**
 * What a build was asked to do, typed, every path absolute; fixed when the graph is built.
 *
 * @param runId the run's write id
 * @param processedAt UTC, one value a run
 * @param layers layers to build, of {@link Layer}
 * @param runsPath folder of run reports, the journal of staged files, the commit gate and what was
 *     fetched first
 * @param boundaries {@link org.icemelt.pipelines.layers.LayersSettings#EMBEDDED}, or where
 *     Overture's divisions lie: an absolute path, glob or address
 * @param h3Resolutions of the columns {@code h3_index_<r>} beside {@code h3_index_12}, ascending
 * @param recordChecks whether each source's check is stored, also if nothing changed
 * @param commitMessage goes into the snapshot
 * @param splitBytes bytes of a file that one worker reads at a time
 */
public record BuildSettings(
    String runId,
    LocalDateTime processedAt,
    LakeConfig lake,
    Set<Layer> layers,
    Downloads downloads,
    String runsPath,
    long splitBytes,
    boolean honourKeepCols,
    List<Integer> h3Resolutions,
    String boundaries,
    boolean failFast,
    boolean recordChecks,
    @Nullable String author,
    String commitMessage)
    implements Serializable {
  private static final String LAYERS = "-layers";

  /** What is computed from what. */
  public enum Layer {
    RAW,
    STAGING,
    PREPARED,
    CURATED;

    /** Layers that the first pipeline builds from sources; the others come from the lake. */
    static final Set<Layer> FROM_SOURCES = Set.of(RAW, STAGING);
  }

  public BuildSettings {
    requireNonNull(runId, "runId");
    requireNonNull(processedAt, "processedAt");
    requireNonNull(lake, "lake");
    requireNonNull(downloads, "downloads");
    requireNonNull(commitMessage, "commitMessage");
    requireNonNull(boundaries, "boundaries");
    layers = Set.copyOf(layers);
    h3Resolutions = List.copyOf(h3Resolutions);
  }

  /** Those of the asked-for layers that are built from sources. */
  Set<Layer> layersFromSources() {
    return layers.stream()
        .filter(Layer.FROM_SOURCES::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean has(Layer layer) {
    return layers.contains(layer);
  }

  /** Of the second pipeline: it has a write id, a journal and a message of its own. */
  BuildSettings ofLayers() {
    return new BuildSettings(
        runId + LAYERS,
        processedAt,
        lake,
        layers,
        downloads,
        runsPath,
        splitBytes,
        honourKeepCols,
        h3Resolutions,
        boundaries,
        failFast,
        recordChecks,
        author,
        commitMessage);
  }

  Path runsFolder() {
    return Path.of(runsPath);
  }

  /** What the run fetched first, for attempts that begin anew. */
  FirstFetch firstFetch() {
    return new FirstFetch(runsFolder().resolve(runId + ".sources").toString());
  }

  /** Names the run's data files before they are made, and can stop the run. */
  WriteJournal journal() {
    return WriteJournal.in(runsFolder(), runId);
  }
}
