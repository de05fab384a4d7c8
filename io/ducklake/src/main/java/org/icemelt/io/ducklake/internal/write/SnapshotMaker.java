package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.metrics.Metrics;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits, and tells Beam of it: metrics, lineage, the log. */
final class SnapshotMaker implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotMaker.class);

  private final Counter commits = Metrics.counter(DuckLakeIO.class, "commits");
  private final Counter recognised = Metrics.counter(DuckLakeIO.class, "commitsRecognised");
  private final Counter attempts = Metrics.counter(DuckLakeIO.class, "commitAttempts");
  private final Distribution held = Metrics.distribution(DuckLakeIO.class, "commitHeldMillis");
  private final LakeConfig lake;
  private final @Nullable WriteJournal journal;
  private transient @Nullable Catalog open;

  SnapshotMaker(LakeConfig lake, @Nullable WriteJournal journal) {
    this.lake = lake;
    this.journal = journal;
  }

  /** Keeps a connection to the catalog from commit to commit, where that holds up nobody. */
  void keepOpen() {
    Catalog catalog = new Catalog(lake, Clock.systemUTC());
    if (catalog.mayStayOpen()) {
      catalog.keepOpen();
      open = catalog;
    }
  }

  /** Ends what {@link #keepOpen} began. */
  void close() {
    if (open != null) {
      open.close();
    }
  }

  CommitResult commit(CommitRequest request, List<TableChange> changes) throws IOException {
    CommitTimes times = new CommitTimes();
    Catalog catalog = open == null ? new Catalog(lake, Clock.systemUTC()) : open;
    CommitResult result = new Committer(catalog, request, journal, times).commit(changes);
    LOG.info("Write {}: {}, snapshot {}", result.writeId(), result.outcome(), result.snapshotId());
    commits.inc();
    if (result.outcome() == Outcome.ALREADY_COMMITTED) {
      recognised.inc();
    }
    attempts.inc(times.attempts());
    held.update(times.held().toMillis());
    changes.stream()
        .filter(TableChange.Append.class::isInstance)
        .map(change -> ((TableChange.Append) change).file())
        .map(StagedFile::table)
        .map(table -> table.id())
        .distinct()
        .forEach(this::tell);
    return result;
  }

  private void tell(TableId table) {
    Lineage.getSinks()
        .add("ducklake", List.of(lake.catalog().toString(), table.schema(), table.name()));
  }
}
