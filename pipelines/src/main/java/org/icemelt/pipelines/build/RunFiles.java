package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.internal.write.Leftovers;

/**
 * The small files beside a run's report: the journal that names each data file before it is made,
 * and the gate whose presence tells workers to write and commit nothing any more.
 */
final class RunFiles {
  private final Path journal;
  private final Path gate;

  RunFiles(BuildSettings settings) {
    this.journal = Path.of(journalOf(settings));
    this.gate = Path.of(gateOf(settings));
  }

  static String journalOf(BuildSettings settings) {
    return settings.runsFolder().resolve(settings.runId() + ".staged").toString();
  }

  static String gateOf(BuildSettings settings) {
    return settings.runsFolder().resolve(settings.runId() + ".cancelled").toString();
  }

  void closeGate() {
    try {
      Files.createDirectories(gate.toAbsolutePath().getParent());
      Files.writeString(gate, "cancelled\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to close the commit gate " + gate, e);
    }
  }

  /** Deletes those of the run's data files that no catalog row names. */
  int removeStaged(LakeConfig lake) {
    try {
      if (!Files.exists(journal)) {
        return 0;
      }
      Set<String> staged = new LinkedHashSet<>(Files.readAllLines(journal));
      return Leftovers.remove(lake, staged);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to remove the files named in " + journal, e);
    }
  }

  /** Removes the journal and the gate of a run that ended well. */
  void forget() {
    try {
      Files.deleteIfExists(journal);
      Files.deleteIfExists(gate);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to remove " + journal, e);
    }
  }
}
