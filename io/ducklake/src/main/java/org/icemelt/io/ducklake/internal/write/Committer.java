package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.icemelt.io.ducklake.CatalogUnavailableException;
import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitAttempt;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.DeleteKey;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.catalog.PreparedDelete;
import org.icemelt.io.ducklake.internal.catalog.RetryableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one commit of any number of changes: prepares files, tries the transaction until it is
 * through or refused, and removes those files of its own that no snapshot names.
 */
public final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final long FIRST_WAIT_MS = 25;
  private static final long LONGEST_WAIT_MS = 2_000;
  private static final int MOST_FAILED_COMMITS = 3;

  private final LakeConfig config;
  private final CommitRequest request;
  private final @Nullable WriteJournal journal;
  private final Clock clock;
  private final Catalog catalog;
  private final Map<DeleteKey, PreparedDelete> prepared = new HashMap<>();

  /** Files that this commit brought or made; at its end the catalog names them or they go. */
  private final Set<String> files = new LinkedHashSet<>();

  public Committer(LakeConfig config, CommitRequest request, Clock clock) {
    this(config, request, null, clock);
  }

  /**
   * @param journal notes the commit's own files and can stop it; null does neither
   */
  public Committer(
      LakeConfig config, CommitRequest request, @Nullable WriteJournal journal, Clock clock) {
    this.config = config;
    this.request = request;
    this.journal = journal;
    this.clock = clock;
    this.catalog = new Catalog(config, clock);
  }

  /**
   * Makes the commit; called once.
   *
   * @throws CommitRefusedException if the changes do not fit the lake; their files are gone
   * @throws CommitOutcomeUnknownException if nobody can tell whether it happened
   * @throws CatalogUnavailableException if the catalog could not be reached in time
   */
  public CommitResult commit(Iterable<TableChange> changes) throws IOException {
    List<TableChange> all = new ArrayList<>();
    changes.forEach(all::add);
    if (all.stream().allMatch(change -> change instanceof TableChange.Discard)) {
      return nothingToDo(all);
    }
    catalog.createIfAbsent();
    try {
      List<TableChange> written = withRowsWritten(all);
      noteFiles(written);
      requireFiles(written);
      CommitResult result = announced(written);
      removeUnnamed();
      return result;
    } catch (CommitRefusedException e) {
      removeUnnamed();
      throw e;
    }
  }

  private CommitResult nothingToDo(List<TableChange> discards) throws IOException {
    noteFiles(discards);
    removeUnnamed();
    return new CommitResult(
        CommitResult.Outcome.NOTHING_TO_DO, null, Map.of(), Map.of(), Set.of(), request.writeId());
  }

  private void noteFiles(List<TableChange> changes) {
    for (TableChange change : changes) {
      if (change instanceof TableChange.Append append) {
        files.add(append.file().path());
      } else if (change instanceof TableChange.Discard discard) {
        files.add(discard.file().path());
      }
    }
  }

  /** Puts the files of a few rows in the place of the rows. */
  private List<TableChange> withRowsWritten(List<TableChange> changes) throws IOException {
    if (changes.stream().noneMatch(change -> change instanceof TableChange.AppendRows)) {
      return changes;
    }
    RowStager stager = new RowStager(LakeLayout.of(catalog), journal);
    List<TableChange> written = new ArrayList<>();
    for (TableChange change : changes) {
      if (change instanceof TableChange.AppendRows rows) {
        written.add(new TableChange.CreateTable(rows.unit(), rows.table()));
        for (var values : rows.rows()) {
          stager.add(TableRow.of(rows.table(), values), rows.unit());
        }
      } else {
        written.add(change);
      }
    }
    for (StagedFile file : stager.finish()) {
      written.add(new TableChange.Append(file.unit(), file));
    }
    return written;
  }

  /** A file may have gone since it was written: somebody's clean-up after a long job. */
  private void requireFiles(List<TableChange> changes) throws IOException {
    for (TableChange change : changes) {
      if (change instanceof TableChange.Append append) {
        StagedFile file = append.file();
        OptionalLong size = LakeFiles.size(file.path());
        if (size.isEmpty() || size.getAsLong() != file.sizeBytes()) {
          if (recognised()) {
            return;
          }
          throw new CommitRefusedException(
              "Cannot commit %s to %s: the file %s. Nothing was registered; run again to write it anew."
                  .formatted(
                      file.path(),
                      file.table().id(),
                      size.isEmpty()
                          ? "is gone"
                          : "has %d bytes where %d were written"
                              .formatted(size.getAsLong(), file.sizeBytes())));
        }
      }
    }
  }

  /** An earlier attempt of this write may have cleaned up; then its commit is in the catalog. */
  private boolean recognised() {
    return CommitAttempt.earlier(catalog, request.writeId()).isPresent();
  }

  private CommitResult announced(List<TableChange> changes) throws IOException {
    if (journal == null) {
      return attempts(changes);
    }
    journal.beginCommit();
    try {
      return attempts(changes);
    } finally {
      journal.endCommit();
    }
  }

  private CommitResult attempts(List<TableChange> changes) throws IOException {
    List<TableChange> current = changes;
    Instant deadline = clock.instant().plus(config.commitTimeout());
    long wait = FIRST_WAIT_MS;
    int failedCommits = 0;
    while (true) {
      try {
        AttemptOutcome outcome = new CommitAttempt(catalog, request).run(current, prepared);
        if (outcome instanceof AttemptOutcome.Done done) {
          return done.result();
        }
        current = prepare(current, (AttemptOutcome.NeedsFiles) outcome);
      } catch (RetryableException e) {
        failedCommits += e.whileCommitting() ? 1 : 0;
        boolean late = clock.instant().isAfter(deadline);
        if (late || failedCommits > MOST_FAILED_COMMITS) {
          throw e.whileCommitting() ? unknown(e) : e.failure();
        }
        LOG.info("Commit {} waits for its turn: {}", request.writeId(), e.getMessage());
        pause(wait);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      } catch (CatalogUnavailableException e) {
        throw failedCommits > 0 ? unknown(e) : e;
      }
    }
  }

  private DuckLakeException unknown(Exception cause) {
    return new CommitOutcomeUnknownException(
        "Cannot tell whether write %s was committed to %s: %s. No file was deleted. Run again with the same write id, which will see."
            .formatted(request.writeId(), config.catalog(), cause.getMessage()),
        cause);
  }

  private static void pause(long longest) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogUnavailableException(
          "Cannot go on with the commit: the thread was interrupted. Nothing was changed.", e);
    }
  }

  /** Makes the files that an attempt found missing, outside any transaction. */
  private List<TableChange> prepare(List<TableChange> changes, AttemptOutcome.NeedsFiles needs)
      throws IOException {
    for (DeleteKey key : needs.deletes()) {
      PreparedDelete delete = DeleteFileMaker.make(key);
      if (delete instanceof PreparedDelete.Partly partly) {
        files.add(partly.path());
      }
      prepared.put(key, delete);
    }
    Map<StagedFile, StagedFile> rewritten = new HashMap<>();
    for (var rewrite : needs.rewrites().entrySet()) {
      StagedFile copy = FileRewriter.rewrite(rewrite.getKey(), rewrite.getValue());
      files.add(copy.path());
      rewritten.put(rewrite.getKey(), copy);
    }
    List<TableChange> current = new ArrayList<>();
    for (TableChange change : changes) {
      boolean copied =
          change instanceof TableChange.Append append && rewritten.containsKey(append.file());
      current.add(
          copied
              ? new TableChange.Append(
                  change.unit(), rewritten.get(((TableChange.Append) change).file()))
              : change);
    }
    return current;
  }

  /**
   * Deletes those of this commit's files that no snapshot names: asked of the catalog, not told.
   */
  private void removeUnnamed() throws IOException {
    Set<String> unnamed = new HashSet<>(files);
    unnamed.removeAll(CommitAttempt.named(catalog, files));
    for (String path : unnamed) {
      LakeFiles.delete(path);
    }
  }
}
