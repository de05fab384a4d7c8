package org.icemelt.io.ducklake;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CompactionPlan;
import org.icemelt.io.ducklake.internal.catalog.Compactions;
import org.icemelt.io.ducklake.internal.catalog.FileLedger;
import org.icemelt.io.ducklake.internal.catalog.SnapshotExpiry;
import org.icemelt.io.ducklake.internal.maintain.CleanUp;
import org.icemelt.io.ducklake.internal.maintain.Compactor;

/**
 * Keeps a lake small: merges files, forgets old snapshots and deletes the files that nobody needs.
 * Other writers and readers may go on meanwhile. Each call does its work on the lake as it is then:
 *
 * <pre>{@code
 * LakeMaintenance lake = LakeMaintenance.of(LakeConfig.of("sqlite:catalog.sqlite"));
 * lake.compact();
 * lake.expireOlderThan(Duration.ofDays(30));
 * lake.cleanUpOlderThan(Duration.ofDays(7));
 * }</pre>
 *
 * <p>The order matters: only when a snapshot is forgotten may its files go.
 */
public final class LakeMaintenance {
  /**
   * What expiry did, or would do.
   *
   * @param snapshots ids, oldest first
   * @param files absolute paths that no remaining snapshot needs; the next clean-up deletes them
   */
  public record Expiry(List<Long> snapshots, List<String> files) {
    public Expiry {
      snapshots = List.copyOf(snapshots);
      files = List.copyOf(files);
    }
  }

  /**
   * What a clean-up did, or would do; absolute paths.
   *
   * @param scheduled files that the catalog had given up
   * @param orphans files that no row of the catalog names: what killed workers left
   * @param bytes of both
   */
  public record Cleaned(List<String> scheduled, List<String> orphans, long bytes) {
    public Cleaned {
      scheduled = List.copyOf(scheduled);
      orphans = List.copyOf(orphans);
    }
  }

  /**
   * What compaction did, or would do, to one table.
   *
   * @param merged small files that became fewer
   * @param into how many they became
   * @param rewritten files that were written anew without their deleted rows
   * @param gaveWay groups of files that another writer touched meanwhile; they stay as they are
   */
  public record Compaction(TableId table, int merged, int into, int rewritten, int gaveWay) {
    private Compaction with(CompactionPlan plan, boolean done) {
      boolean merge = plan.kind() == CompactionPlan.Kind.MERGE;
      return new Compaction(
          table,
          merged + (done && merge ? plan.files().size() : 0),
          into + (done && merge ? 1 : 0),
          rewritten + (done && !merge ? 1 : 0),
          gaveWay + (done ? 0 : 1));
    }
  }

  private final Catalog catalog;
  private final Clock clock;
  private final boolean dry;

  private LakeMaintenance(Catalog catalog, Clock clock, boolean dry) {
    this.catalog = catalog;
    this.clock = clock;
    this.dry = dry;
  }

  public static LakeMaintenance of(LakeConfig lake) {
    return of(lake, Clock.systemUTC());
  }

  static LakeMaintenance of(LakeConfig lake, Clock clock) {
    return new LakeMaintenance(new Catalog(lake, clock), clock, false);
  }

  /** The same, but it only tells what it would do. */
  public LakeMaintenance dryRun() {
    return new LakeMaintenance(catalog, clock, true);
  }

  /**
   * Merges files that are smaller than the lake's target size, and writes those anew of which a
   * share of rows was deleted (the lake's option {@code rewrite_delete_threshold}, by default
   * 0.95). No row, row id or snapshot changes: time travel reads what it read. Each group of files
   * is a commit of its own and gives way to whoever touches one of them first.
   *
   * <p>Left as they are: files without field ids, and encrypted ones. The replaced files wait for
   * {@link #cleanUpOlderThan}, those of a rewrite for {@link #expireOlderThan} before.
   *
   * @return one a table for which there was something to do
   * @throws LakeFormatException if there is no lake
   */
  public List<Compaction> compact() throws IOException {
    Compactor compactor = new Compactor(new Compactions(catalog));
    Map<TableId, Compaction> tables = new LinkedHashMap<>();
    for (CompactionPlan plan : compactor.plan()) {
      TableId id = plan.table().name();
      boolean done = dry || compactor.carryOut(plan);
      Compaction before = tables.getOrDefault(id, new Compaction(id, 0, 0, 0, 0));
      tables.put(id, before.with(plan, done));
    }
    return List.copyOf(tables.values());
  }

  /**
   * Forgets the snapshots that are older, but never the newest one. Time travel to them ends;
   * repeated commits are recognised all the same.
   *
   * @throws LakeFormatException if there is no lake
   * @throws CatalogUnavailableException if the catalog gave no turn in time; nothing was changed
   */
  public Expiry expireOlderThan(Duration age) {
    SnapshotExpiry expiry = new SnapshotExpiry(catalog);
    Instant limit = limit(age);
    SnapshotExpiry.Expired expired = dry ? expiry.plan(limit) : expiry.expire(limit);
    return new Expiry(expired.snapshots(), expired.files());
  }

  /**
   * Deletes files that the catalog gave up, and orphans: files below the data path that are named
   * as lakes name theirs and that no row of any snapshot names. Anything else stays, and so does
   * whatever is younger: take longer than the longest job that writes to the lake, since its files
   * are not named before it commits. A data path belongs to one lake.
   *
   * @throws LakeFormatException if there is no lake, or a live file of it is not there; nothing was
   *     deleted
   */
  public Cleaned cleanUpOlderThan(Duration age) throws IOException {
    CleanUp cleanUp = new CleanUp(new FileLedger(catalog));
    CleanUp.Plan plan = cleanUp.plan(limit(age));
    if (!dry) {
      cleanUp.carryOut(plan);
    }
    return new Cleaned(
        plan.scheduled().stream().map(FileLedger.Scheduled::path).toList(),
        plan.orphans(),
        plan.bytes());
  }

  private Instant limit(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("Invalid age: %s is negative.".formatted(age));
    }
    return clock.instant().minus(age);
  }
}
