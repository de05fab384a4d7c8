package org.icemelt.io.ducklake.internal.maintain;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.internal.catalog.FileLedger;
import org.icemelt.io.ducklake.internal.catalog.FileLedger.Known;
import org.icemelt.io.ducklake.internal.catalog.FileLedger.Scheduled;
import org.icemelt.io.ducklake.internal.write.LakeFiles;

/**
 * Removes files that nobody needs any more: those that the catalog wants gone, and those below the
 * data path that have a lake's file name and that no row of the catalog names.
 *
 * <p>Files are told apart by their last name alone. Lakes' names hold a UUID, so equal names are
 * the same file however its path is spelled (relative, absolute, {@code file:}, through a link);
 * and a copy of a named file, wherever it lies, stays.
 */
public final class CleanUp {
  /** Nothing with another name is ever deleted as an orphan. */
  private static final Pattern LAKE_FILE =
      Pattern.compile(
          "ducklake-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(-delete)?\\.parquet");

  /**
   * What goes.
   *
   * @param scheduled rows of the catalog's list, whether or not their files are still there
   * @param orphans paths of files that no row names
   * @param bytes of both, as far as they are there
   */
  public record Plan(List<Scheduled> scheduled, List<String> orphans, long bytes) {
    public Plan {
      scheduled = List.copyOf(scheduled);
      orphans = List.copyOf(orphans);
    }
  }

  private final FileLedger ledger;

  public CleanUp(FileLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * @param olderThan younger files stay: a commit that names them may be on its way
   * @throws LakeFormatException if live files are missing, as when the data path counts from
   *     another folder; then nothing that lies there can be told to be an orphan
   */
  public Plan plan(Instant olderThan) throws IOException {
    // Files first, names second: what was committed in between is named.
    Map<String, LakeFiles.Entry> files = new HashMap<>();
    for (LakeFiles.Entry file : LakeFiles.list(ledger.known().dataPath())) {
      files.put(file.path(), file);
    }
    Known known = ledger.known();
    requireLive(known, files);
    Set<String> needed = new HashSet<>();
    Stream.concat(known.live().stream(), known.ended().stream())
        .map(CleanUp::name)
        .forEach(needed::add);
    List<Scheduled> due =
        known.scheduled().stream().filter(file -> file.since().isBefore(olderThan)).toList();
    Set<String> named = new HashSet<>(needed);
    known.scheduled().forEach(file -> named.add(name(file.path())));
    long bytes = 0;
    List<String> orphans = new ArrayList<>();
    for (LakeFiles.Entry file : files.values()) {
      String name = name(file.path());
      if (LAKE_FILE.matcher(name).matches()
          && !named.contains(name)
          && file.modified().isBefore(olderThan)) {
        orphans.add(file.path());
        bytes += file.bytes();
      }
    }
    List<Scheduled> unneeded =
        due.stream().filter(file -> !needed.contains(name(file.path()))).toList();
    for (long size : LakeFiles.sizes(unneeded.stream().map(Scheduled::path).toList()).values()) {
      bytes += size;
    }
    orphans.sort(null);
    return new Plan(unneeded, orphans, bytes);
  }

  private static void requireLive(Known known, Map<String, LakeFiles.Entry> files)
      throws IOException {
    Set<String> names = new HashSet<>();
    files.keySet().forEach(path -> names.add(name(path)));
    List<String> elsewhere =
        known.live().stream().filter(path -> !names.contains(name(path))).toList();
    Map<String, Long> sizes = LakeFiles.sizes(elsewhere);
    for (String path : elsewhere) {
      if (!sizes.containsKey(path)) {
        throw new LakeFormatException(
            "Cannot clean up: the lake's live file %s is not there. Run from the folder from which the data path %s counts, or restore the file. Nothing was deleted."
                .formatted(path, known.dataPath()));
      }
    }
  }

  /** Deletes what was planned; files first, so that what is left after a failure is found again. */
  public void carryOut(Plan plan) throws IOException {
    for (Scheduled file : plan.scheduled()) {
      LakeFiles.delete(file.path());
    }
    if (!plan.scheduled().isEmpty()) {
      ledger.forget(plan.scheduled());
    }
    for (String orphan : plan.orphans()) {
      LakeFiles.delete(orphan);
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
