package org.icemelt.io.ducklake;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.icemelt.io.ducklake.internal.write.Leftovers;

/**
 * Two small files by which a program keeps hold of what its workers write: the journal names each
 * data file before it is made, and the stop file, once it is there, keeps workers from making
 * another one and from committing. With both, a program that is interrupted can remove all that is
 * its own. Workers must see the folder; without a journal nothing is noted and nothing stops.
 *
 * @param journal absolute path, a data file's path a line; may grow by several processes at once
 * @param stop absolute path; only its presence counts
 */
public record WriteJournal(String journal, String stop) implements Serializable {
  public WriteJournal {
    requireNonNull(journal, "journal");
    requireNonNull(stop, "stop");
  }

  /** Both files in a folder, named after a run. */
  public static WriteJournal in(Path folder, String name) {
    return new WriteJournal(
        folder.resolve(name + ".staged").toString(), folder.resolve(name + ".stop").toString());
  }

  /** Begins the journal; workers do not, so that none goes on after {@link #close}. */
  public void open() throws IOException {
    Path file = Path.of(journal);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Notes a data file that is about to be made.
   *
   * @throws CommitRefusedException if the run was stopped or is over
   */
  public void note(String dataFile) throws IOException {
    requireGoingOn();
    Files.write(
        Path.of(journal),
        (dataFile + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
  }

  /**
   * Does nothing while the run may go on.
   *
   * @throws CommitRefusedException if it was stopped or is over
   */
  public void requireGoingOn() {
    if (Files.exists(Path.of(stop)) || !Files.exists(Path.of(journal))) {
      throw new CommitRefusedException(
          "Cannot go on: the run was stopped, or is over (journal %s). Nothing was committed."
              .formatted(journal));
    }
  }

  /**
   * Says that a commit begins; {@link #endCommit} says that it is over. Between the two nobody
   * removes the run's files.
   *
   * @throws CommitRefusedException if the run was stopped
   */
  public void beginCommit() throws IOException {
    Files.createDirectories(committing().getParent());
    Files.writeString(committing(), "");
    try {
      requireGoingOn();
    } catch (CommitRefusedException e) {
      endCommit();
      throw e;
    }
  }

  /** Whatever became of it. */
  public void endCommit() throws IOException {
    Files.deleteIfExists(committing());
  }

  private Path committing() {
    return Path.of(journal + ".committing");
  }

  /** Makes workers write and commit nothing any more. */
  public void stopRun() throws IOException {
    Files.createDirectories(Path.of(stop).getParent());
    Files.writeString(Path.of(stop), "");
  }

  /**
   * Deletes those of the noted files that are there and that no snapshot names. A commit that had
   * begun is waited for, as its files are not named yet.
   *
   * @return how many
   * @throws IOException also if that commit does not end; then nothing was deleted
   */
  public int removeLeftovers(LakeConfig lake) throws IOException {
    if (!Files.exists(Path.of(journal))) {
      return 0;
    }
    awaitCommit(lake.commitTimeout());
    Set<String> noted = new LinkedHashSet<>(Files.readAllLines(Path.of(journal)));
    return Leftovers.remove(lake, noted);
  }

  private void awaitCommit(Duration longest) throws IOException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (Files.exists(committing())) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "Cannot remove the files noted in %s: a commit of theirs is still under way"
                .formatted(journal));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Ends the journal and removes both files; whoever still writes for the run cannot go on. */
  public void close() throws IOException {
    Files.deleteIfExists(Path.of(journal));
    Files.deleteIfExists(Path.of(stop));
  }
}
