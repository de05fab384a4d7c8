package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Set;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.WriteJournal;
import org.jspecify.annotations.Nullable;

/**
 * What a build was asked to do, typed, every path absolute; fixed when the graph is built.
 *
 * @param runId the run's write id
 * @param processedAt UTC, one value a run
 * @param layers layers to build, of {@link Layer}
 * @param runsPath folder of run reports, the journal of staged files and the commit gate
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
    boolean failFast,
    boolean recordChecks,
    @Nullable String author,
    String commitMessage)
    implements Serializable {
  /** What is computed from what. */
  public enum Layer {
    RAW,
    STAGING
  }

  public BuildSettings {
    requireNonNull(runId, "runId");
    requireNonNull(processedAt, "processedAt");
    requireNonNull(lake, "lake");
    requireNonNull(downloads, "downloads");
    requireNonNull(commitMessage, "commitMessage");
    layers = Set.copyOf(layers);
  }

  Path runsFolder() {
    return Path.of(runsPath);
  }

  /** Names the run's data files before they are made, and can stop the run. */
  WriteJournal journal() {
    return WriteJournal.in(runsFolder(), runId);
  }
}
