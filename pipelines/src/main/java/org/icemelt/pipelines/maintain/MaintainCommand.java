package org.icemelt.pipelines.maintain;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeMaintenance;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.MaintainOptions;
import org.icemelt.pipelines.options.OptionsParser;

/** {@code maintain}: compacts, then expires, then cleans up, whichever of them was asked for. */
public final class MaintainCommand extends OptionsCommand<MaintainOptions> {
  public MaintainCommand() {
    super(
        MaintainOptions.class,
        "merges files, forgets old snapshots, deletes files that nobody needs");
  }

  @Override
  protected ExitCode run(MaintainOptions options, Path folder, PrintStream out, PrintStream err) {
    String expire = options.getExpireOlderThan();
    Duration expireAge = expire == null ? null : Age.parse("--expireOlderThan", expire);
    Duration cleanAge = Age.parse("--olderThan", options.getOlderThan());
    if (!options.isCompact() && expireAge == null && !options.isCleanup()) {
      throw new UsageException(
          "Nothing to do: give --compact, --expireOlderThan=30d, --cleanup, or several of them.");
    }
    OptionsParser.existingLake(options, folder);
    LakeConfig config = OptionsParser.lake(options, folder);
    LakeMaintenance lake = LakeMaintenance.of(config);
    boolean dry = options.isDryRun();
    LakeMaintenance upkeep = dry ? lake.dryRun() : lake;
    try {
      if (options.isCompact()) {
        print(upkeep.compact(), dry, out);
      }
      if (expireAge != null) {
        print(upkeep.expireOlderThan(expireAge), dry, out);
      }
      if (options.isCleanup()) {
        print(upkeep.cleanUpOlderThan(cleanAge), dry, out);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.RUN_FAILED,
          "Failed to maintain %s: %s. No row changed, and nobody needs what was deleted; run again."
              .formatted(config.catalog(), e.getMessage()),
          e);
    }
  }

  private static void print(List<LakeMaintenance.Compaction> tables, boolean dry, PrintStream out) {
    if (tables.isEmpty()) {
      out.println("nothing to compact");
    }
    for (LakeMaintenance.Compaction table : tables) {
      out.printf(
          "%s %s: %d small files into %d, %d files without their deleted rows%s%n",
          dry ? "would compact" : "compacted",
          CommitResult.key(table.table()),
          table.merged(),
          table.into(),
          table.rewritten(),
          table.gaveWay() == 0
              ? ""
              : "; %d groups of files were touched by another writer and stay"
                  .formatted(table.gaveWay()));
    }
  }

  private static void print(LakeMaintenance.Expiry expiry, boolean dry, PrintStream out) {
    List<Long> ids = expiry.snapshots();
    out.printf(
        "%s %d snapshots%s; %d files are no longer needed%n",
        dry ? "would expire" : "expired",
        ids.size(),
        ids.isEmpty() ? "" : " (%d to %d)".formatted(ids.get(0), ids.get(ids.size() - 1)),
        expiry.files().size());
  }

  private static void print(LakeMaintenance.Cleaned cleaned, boolean dry, PrintStream out) {
    out.printf(
        "%s %d files, %d bytes: %d that the catalog had given up, %d that no snapshot names%n",
        dry ? "would delete" : "deleted",
        cleaned.scheduled().size() + cleaned.orphans().size(),
        cleaned.bytes(),
        cleaned.scheduled().size(),
        cleaned.orphans().size());
    if (dry) {
      cleaned.scheduled().forEach(path -> out.println("  " + path));
      cleaned.orphans().forEach(path -> out.println("  " + path));
    }
  }
}
