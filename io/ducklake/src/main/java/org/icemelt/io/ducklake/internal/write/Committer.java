package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.icemelt.io.ducklake.CatalogUnavailableException;
import org.icemelt.io.ducklake.CommitOutcomeUnknownException;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeFormatException;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome;
import org.icemelt.io.ducklake.internal.catalog.Catalog;
import org.icemelt.io.ducklake.internal.catalog.CommitAttempt;
import org.icemelt.io.ducklake.internal.catalog.CommitObserver;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.icemelt.io.ducklake.internal.catalog.CommitStep;
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
  private static final int MOST_UNANSWERED_COMMITS = 3;

  /** For this long a file that was seen is taken to be there. */
  private static final Duration SEEN_IS_THERE = Duration.ofSeconds(10);

  private final LakeConfig config;
  private final CommitRequest request;
  private final @Nullable WriteJournal journal;
  private final Clock clock;
  private final CommitObserver observer;
  private final Catalog catalog;
  private final Map<DeleteKey, PreparedDelete> prepared = new HashMap<>();

  /** Files that this commit brought or made, without those that it registered itself. */
  private final Set<String> files = new LinkedHashSet<>();

  public Committer(LakeConfig config, CommitRequest request, Clock clock) {
    this(config, request, null, clock);
  }

  /**
   * @param journal notes the commit's own files and can stop it; null does neither
   */
  public Committer(
      LakeConfig config, CommitRequest request, @Nullable WriteJournal journal, Clock clock) {
    this(config, request, journal, clock, CommitObserver.NONE);
  }

  /**
   * @param journal notes the commit's own files and can stop it; null does neither
   * @param observer hears how far each attempt comes
   */
  public Committer(
      LakeConfig config,
      CommitRequest request,
      @Nullable WriteJournal journal,
      Clock clock,
      CommitObserver observer) {
    this(new Catalog(config, clock), request, journal, observer);
  }

  /**
   * @param catalog if it is kept open it stays so after the commit
   * @param journal notes the commit's own files and can stop it; null does neither
   * @param observer hears how far each attempt comes
   */
  public Committer(
      Catalog catalog,
      CommitRequest request,
      @Nullable WriteJournal journal,
      CommitObserver observer) {
    this.catalog = catalog;
    this.config = catalog.config();
    this.request = request;
    this.journal = journal;
    this.clock = catalog.clock();
    this.observer = observer;
  }

  /**
   * Makes the commit; called once.
   *
   * @throws CommitRefusedException if the changes do not fit the lake; their files are gone
   * @throws LakeFormatException if the catalog cannot take a commit; their files are gone
   * @throws CommitOutcomeUnknownException if nobody can tell whether it happened
   * @throws CatalogUnavailableException if the catalog could not be reached in time
   */
  public CommitResult commit(Iterable<TableChange> changes) throws IOException {
    if (catalog.isKeptOpen()) {
      return commitAll(changes);
    }
    catalog.keepOpen();
    try (catalog) {
      return commitAll(changes);
    }
  }

  private CommitResult commitAll(Iterable<TableChange> changes) throws IOException {
    List<TableChange> all = new ArrayList<>();
    changes.forEach(all::add);
    if (all.stream().allMatch(change -> change instanceof TableChange.Discard)) {
      return nothingToDo(all);
    }
    catalog.createIfAbsent();
    try {
      List<TableChange> written = withRowsWritten(all);
      noteFiles(written);
      CommitResult result = announced(written);
      tidyUp();
      return result;
    } catch (CommitRefusedException | LakeFormatException e) {
      removeAfter(e);
      throw e;
    }
  }

  /** The commit stands, whatever becomes of a file that nobody needs any more. */
  private void tidyUp() {
    try {
      removeUnnamed();
    } catch (IOException | DuckLakeException e) {
      LOG.warn(
          "Write {} is through; up to {} files that it does not need could not be removed, and wait for the lake's clean-up: {}",
          request.writeId(),
          files.size(),
          e.getMessage());
    }
  }

  private void removeAfter(DuckLakeException failure) {
    try {
      removeUnnamed();
    } catch (IOException | DuckLakeException e) {
      failure.addSuppressed(e);
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
    try {
      return withRowsWritten(changes, stager);
    } catch (IOException | RuntimeException e) {
      try {
        stager.abandon();
      } catch (IOException leftOver) {
        e.addSuppressed(leftOver);
      }
      throw e;
    }
  }

  private static List<TableChange> withRowsWritten(List<TableChange> changes, RowStager stager)
      throws IOException {
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

  /**
   * A file may have gone since it was written: somebody's clean-up after a long job.
   *
   * @throws CommitRefusedException unless an earlier attempt of this write was committed: that one
   *     may have removed the files of this one
   */
  private void requireFiles(List<TableChange> changes) throws IOException {
    List<StagedFile> needed = new ArrayList<>();
    for (TableChange change : changes) {
      if (change instanceof TableChange.Append append) {
        needed.add(append.file());
      }
    }
    Map<String, Long> there = LakeFiles.sizes(needed.stream().map(StagedFile::path).toList());
    for (StagedFile file : needed) {
      Long size = there.get(file.path());
      if (size == null || size != file.sizeBytes()) {
        if (recognised()) {
          return;
        }
        throw new CommitRefusedException(
            "Cannot commit %s to %s: the file %s. Nothing was registered; run again to write it anew."
                .formatted(
                    file.path(),
                    file.table().id(),
                    size == null
                        ? "is gone"
                        : "has %d bytes where %d were written".formatted(size, file.sizeBytes())));
      }
    }
  }

  private boolean recognised() {
    return CommitAttempt.earlier(catalog, request).isPresent();
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
    Instant filesSeen = Instant.MIN;
    long wait = FIRST_WAIT_MS;
    int unanswered = 0;
    CommitOutcomeUnknownException unknown = null; // once a COMMIT was not answered
    while (true) {
      DuckLakeException failure;
      try {
        if (clock.instant().isAfter(filesSeen.plus(SEEN_IS_THERE))) {
          requireFiles(current);
          filesSeen = clock.instant();
        }
        observer.reached(CommitStep.FILES_READY);
        AttemptOutcome outcome =
            new CommitAttempt(catalog, request, observer).run(current, prepared);
        if (outcome instanceof AttemptOutcome.Done done) {
          files.removeAll(done.registered());
          return done.result();
        }
        current = prepare(current, (AttemptOutcome.NeedsFiles) outcome);
        continue;
      } catch (RetryableException e) {
        failure = e.failure();
        if (e.whileCommitting()) {
          unanswered++;
          unknown = unknown == null ? unknown(e) : unknown;
        }
      } catch (DuckLakeException e) {
        if (unknown == null) {
          throw e;
        }
        failure = e;
        if (!(e instanceof CatalogUnavailableException)) {
          unknown.addSuppressed(e);
          throw unknown; // the unanswered COMMIT may still be on its way, and needs the files
        }
      }
      if (clock.instant().isAfter(deadline) || unanswered > MOST_UNANSWERED_COMMITS) {
        return lastLook(unknown == null ? failure : unknown);
      }
      LOG.info("Commit {} waits for its turn: {}", request.writeId(), failure.getMessage());
      pause(wait, unknown == null ? failure : unknown);
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }
  }

  /** Before the outcome is called unknown, the catalog is asked once more. */
  private CommitResult lastLook(DuckLakeException failure) {
    if (failure instanceof CommitOutcomeUnknownException) {
      try {
        return CommitAttempt.earlier(catalog, request).orElseThrow(() -> failure);
      } catch (CatalogUnavailableException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private CommitOutcomeUnknownException unknown(Exception cause) {
    return new CommitOutcomeUnknownException(
        "Cannot tell whether write %s was committed to %s: %s. No file was deleted. Run again with the same write id, which will see."
            .formatted(request.writeId(), config.catalog(), cause.getMessage()),
        cause);
  }

  private static void pause(long longest, DuckLakeException failure) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
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
    if (files.isEmpty()) {
      return;
    }
    Set<String> unnamed = new HashSet<>(files);
    unnamed.removeAll(CommitAttempt.named(catalog, files));
    for (String path : unnamed) {
      LakeFiles.delete(path);
    }
  }
}
