package org.icemelt.pipelines.runner;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Folders that every worker must see as the submitter does. The submitter puts a file with a random
 * word into each; a worker that does not find the word there says so before it does any work.
 *
 * @param marks absolute paths of these files; none if this process does all the work
 */
public record SharedFolders(List<String> marks, String word) implements Serializable {
  public SharedFolders {
    marks = List.copyOf(marks);
  }

  /** Nothing to share. */
  public static SharedFolders none() {
    return new SharedFolders(List.of(), "");
  }

  /** Whether there is nothing to look for. */
  public boolean areNone() {
    return marks.isEmpty();
  }

  /** Marks folders, which are made if they are missing. */
  public static SharedFolders mark(List<Path> folders, String runId) throws IOException {
    String word = UUID.randomUUID().toString();
    List<String> marks = new ArrayList<>();
    for (Path folder : folders) {
      Files.createDirectories(folder);
      Path mark = folder.resolve(".icemelt-" + runId + ".mark").toAbsolutePath();
      Files.writeString(mark, word);
      marks.add(mark.toString());
    }
    return new SharedFolders(marks, word);
  }

  /**
   * Looks for the marks from where the caller runs.
   *
   * @throws FolderNotSharedException naming the first folder that is another one here
   */
  public void require(String host) {
    for (String mark : marks) {
      if (!holdsWord(Path.of(mark))) {
        throw new FolderNotSharedException(
            ("Cannot work on %s: the folder %s is not the one that the run was submitted with."
                    + " Give paths that every TaskManager sees (a shared file system, or s3:// for"
                    + " --dataPath), and a PostgreSQL catalog. Nothing was written.")
                .formatted(host, Path.of(mark).getParent()));
      }
    }
  }

  private boolean holdsWord(Path mark) {
    try {
      return Files.readString(mark).equals(word);
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the marks. */
  public void unmark() throws IOException {
    for (String mark : marks) {
      Files.deleteIfExists(Path.of(mark));
    }
  }
}
