package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.CommitPane;
import org.icemelt.io.ducklake.internal.catalog.CommitRequest;
import org.jspecify.annotations.Nullable;

/**
 * Commits what gathered since the last time. A pane is committed only after the runner has made its
 * content, the names of files, safe: a pane that is delivered again is the same to the letter. Its
 * key is the write id with which it was filled, whatever the program that goes on with it is given.
 */
public final class CommitPaneFn extends DoFn<KV<String, Iterable<TableChange>>, CommitResult> {
  private final CommitRequest request;
  private final SnapshotMaker snapshots;

  public CommitPaneFn(LakeConfig lake, CommitRequest request, @Nullable WriteJournal journal) {
    this.request = request;
    this.snapshots = new SnapshotMaker(lake, journal);
  }

  @Setup
  public void setup() {
    snapshots.keepOpen();
  }

  @Teardown
  public void teardown() {
    snapshots.close();
  }

  @RequiresStableInput
  @ProcessElement
  public void processElement(
      @Element KV<String, Iterable<TableChange>> gathered,
      PaneInfo pane,
      OutputReceiver<CommitResult> output)
      throws IOException {
    List<TableChange> changes = new ArrayList<>(); // the values can be iterated once only
    gathered.getValue().forEach(changes::add);
    if (changes.isEmpty()) {
      return; // the last pane of an input that ends has nothing in it
    }
    CommitRequest one =
        request
            .withWriteId(gathered.getKey())
            .withPane(new CommitPane(pane.getIndex(), digest(changes)));
    output.output(snapshots.commit(one, changes));
  }

  /** Of the names of the files: no two are alike, and all else follows from them. */
  private static String digest(List<TableChange> changes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      changes.stream()
          .map(
              change ->
                  change instanceof TableChange.Append append
                      ? append.file().path()
                      : change.toString())
          .sorted()
          .forEach(text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
