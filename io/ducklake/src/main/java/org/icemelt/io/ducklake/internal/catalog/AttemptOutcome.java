package org.icemelt.io.ducklake.internal.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.StagedFile;

/** How one attempt at a commit ended. */
public sealed interface AttemptOutcome {
  /**
   * The attempt is through: committed, recognised, or with nothing to do.
   *
   * @param registered paths of the files that the catalog now names
   */
  record Done(CommitResult result, Set<String> registered) implements AttemptOutcome {}

  /**
   * Nothing was committed: the lake changed, and other files are needed first.
   *
   * @param rewrites files that must be written again under these column ids
   * @param deletes delete files that must be prepared
   */
  record NeedsFiles(Map<StagedFile, Rewrite> rewrites, List<DeleteKey> deletes)
      implements AttemptOutcome {}

  /**
   * @param columnIds of all nodes, preorder
   * @param folder absolute folder of the table
   */
  record Rewrite(List<Long> columnIds, String folder) {}
}
