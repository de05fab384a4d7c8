package org.icemelt.io.ducklake.internal.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.CommitResult.Outcome;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome.Done;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome.NeedsFiles;
import org.icemelt.io.ducklake.internal.catalog.AttemptOutcome.Rewrite;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.LiveTable;
import org.icemelt.io.ducklake.internal.catalog.LakeRows.TableState;
import org.jspecify.annotations.Nullable;

/** One transaction that tries to make a commit. All it decides, it decides from what it reads. */
public final class CommitAttempt {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TABLES_OF_FILES =
      List.of(
          "ducklake_data_file", "ducklake_delete_file", "ducklake_files_scheduled_for_deletion");

  private final Catalog catalog;
  private final CommitRequest request;
  private final CommitObserver observer;
  private final Map<StagedFile, Rewrite> rewrites = new LinkedHashMap<>();
  private final Set<String> registered = new HashSet<>();

  public CommitAttempt(Catalog catalog, CommitRequest request, CommitObserver observer) {
    this.catalog = catalog;
    this.request = request;
    this.observer = observer;
  }

  /**
   * @param changes without {@link TableChange.AppendRows}: their files are written already
   * @param prepared delete files made ready after an earlier attempt asked for them
   * @throws RetryableException if the same attempt may succeed later
   */
  public AttemptOutcome run(List<TableChange> changes, Map<DeleteKey, PreparedDelete> prepared)
      throws RetryableException {
    boolean connected = false;
    boolean committing = false;
    try (Db db = catalog.connect()) {
      connected = true;
      StagedRows staged = StagedRows.of(db, changes);
      db.beginCommit();
      observer.reached(CommitStep.BEGUN);
      LakeReader reader = catalog.reader(db);
      Tokens tokens = new Tokens(db, catalog.config().unitKeyPrefix(), catalog.clock());
      Optional<CommitResult> earlier = tokens.find(request);
      if (earlier.isPresent()) {
        return new Done(earlier.get(), Set.of());
      }
      Map<String, String> fingerprints = fingerprints(changes);
      Set<String> unchanged = tokens.unchanged(fingerprints);
      List<TableChange> active =
          changes.stream().filter(change -> !unchanged.contains(change.unit())).toList();
      SnapshotWriter snapshot = new SnapshotWriter(db, catalog.clock(), reader.head());
      RowRemover remover = new RowRemover(db, reader, snapshot, prepared);
      apply(db, reader, snapshot, remover, staged, active);
      if (!rewrites.isEmpty() || !remover.missing().isEmpty()) {
        return new NeedsFiles(Map.copyOf(rewrites), List.copyOf(remover.missing()));
      }
      CommitResult result = result(snapshot, unchanged);
      fingerprints.keySet().removeAll(unchanged);
      tokens.storeFingerprints(fingerprints);
      if (snapshot.isOpen()) {
        snapshot.finish(request.author(), request.message(), extraInfo(result));
        tokens.store(request, result);
      } else if (fingerprints.isEmpty()) {
        return new Done(result, Set.of());
      }
      db.flush();
      observer.reached(CommitStep.WRITTEN);
      committing = true;
      db.commit();
      observer.reached(CommitStep.COMMITTED);
      return new Done(result, registered);
    } catch (SQLException e) {
      catalog.drop();
      boolean refusedForNow = catalog.dialect().isRetryable(e); // an answer: it is not committed
      boolean lost = connected && catalog.dialect().isUnavailable(e);
      boolean unanswered = committing && !refusedForNow && !catalog.dialect().isRefusal(e);
      if (unanswered || refusedForNow || lost) {
        throw new RetryableException(catalog.failure("commit to", e), e, unanswered);
      }
      throw catalog.failure("commit to", e);
    }
  }

  private static Map<String, String> fingerprints(List<TableChange> changes) {
    Map<String, String> byUnit = new TreeMap<>();
    for (TableChange change : changes) {
      if (change instanceof TableChange.Fingerprint print) {
        String other = byUnit.put(print.unit(), print.value());
        if (other != null && !other.equals(print.value())) {
          throw Catalog.refused(
              "Cannot commit unit %s with two fingerprints, %s and %s.",
              print.unit(), other, print.value());
        }
      }
    }
    return byUnit;
  }

  private void apply(
      Db db,
      LakeReader reader,
      SnapshotWriter snapshot,
      RowRemover remover,
      StagedRows staged,
      List<TableChange> active)
      throws SQLException {
    TableWriter tables = new TableWriter(db, reader, snapshot);
    for (TableChange change : active) {
      if (change instanceof TableChange.DropTable drop) {
        Optional<LiveTable> table = reader.table(drop.id());
        if (table.isPresent()) {
          remover.endAll(table.get());
          tables.drop(table.get());
        }
      }
    }
    LakeOptions options = reader.options();
    FileWriter files = new FileWriter(db, snapshot, staged);
    for (TablePlan plan : TablePlan.of(active)) {
      table(plan, reader, tables, remover, files, options);
    }
    for (TableChange change : active) {
      if (change instanceof TableChange.CreateView view) {
        tables.createView(view.id(), view.sql(), view.columnAliases());
      }
    }
    if (snapshot.isOpen() && request.message() == null && options.messageRequired(null)) {
      throw messageMissing();
    }
  }

  private void table(
      TablePlan plan,
      LakeReader reader,
      TableWriter tables,
      RowRemover remover,
      FileWriter files,
      LakeOptions options)
      throws SQLException {
    Optional<LiveTable> live = reader.table(plan.def.id());
    TableState state;
    if (live.isEmpty()) {
      if (!request.createTables()) {
        throw Catalog.refused(
            "Cannot write to %s: it does not exist, and this write may not make it.",
            plan.def.id());
      }
      state = tables.create(plan.def);
    } else {
      boolean silent = request.message() == null && options.messageRequired(live.get());
      if (silent && (plan.replaced || !plan.partitions.isEmpty() || !plan.files.isEmpty())) {
        throw messageMissing();
      }
      state = reader.state(live.get());
      if (plan.mustBeEmpty) {
        requireEmpty(reader, live.get());
      }
      if (plan.replaced) {
        remover.endAll(live.get());
        state = tables.become(state, plan.def);
      } else {
        for (TableChange.ReplacePartition partition : plan.partitions) {
          remover.endPartition(state, partition);
        }
        state = tables.fit(state, plan.def, plan.files, request.evolution());
      }
    }
    addFiles(state, plan, files);
  }

  private static void requireEmpty(LakeReader reader, LiveTable table) throws SQLException {
    long rows =
        reader.files(table).stream().mapToLong(LakeRows.LiveFile::liveRows).sum()
            + reader.inlinedRows(table.id());
    if (rows > 0) {
      throw Catalog.refused(
          "Cannot write to %s: it must be empty, and it holds %d rows. Append, or overwrite the table.",
          table.name(), rows);
    }
  }

  private void addFiles(TableState state, TablePlan plan, FileWriter files) throws SQLException {
    List<Long> ids = ColumnPlan.of(plan.def.schema(), state.columns(), state.maxColumnId()).ids();
    boolean fits = true;
    for (StagedFile file : plan.files) {
      if (!file.columnIds().equals(ids)) {
        rewrites.put(file, new Rewrite(ids, state.table().path()));
        fits = false;
      }
      registered.add(file.path());
    }
    if (fits) {
      files.register(state, plan.files);
    }
  }

  private static RuntimeException messageMissing() {
    return Catalog.refused(
        "Cannot commit without a message: the lake's option require_commit_message is on. Give one.");
  }

  private CommitResult result(SnapshotWriter snapshot, Set<String> unchanged) throws SQLException {
    boolean made = snapshot.isOpen();
    return new CommitResult(
        made ? Outcome.COMMITTED : Outcome.NOTHING_TO_DO,
        made ? snapshot.id() : null,
        snapshot.rowsAdded(),
        snapshot.rowsRemoved(),
        unchanged,
        request.writeId());
  }

  private String extraInfo(CommitResult result) {
    ObjectNode info = JSON.createObjectNode();
    info.put("write_id", request.writeId());
    CommitPane pane = request.pane();
    if (pane != null) {
      info.put("pane", pane.index());
    }
    if (!request.extraInfo().isEmpty()) {
      info.set("info", JSON.valueToTree(request.extraInfo()));
    }
    info.put("files_added", registered.size());
    info.set("rows_added", JSON.valueToTree(result.rowsAdded()));
    info.set("rows_removed", JSON.valueToTree(result.rowsRemoved()));
    try {
      return JSON.writeValueAsString(info);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts and numbers always prints", e);
    }
  }

  /** What an earlier attempt of this very commit did; empty if none was committed. */
  public static Optional<CommitResult> earlier(Catalog catalog, CommitRequest request) {
    return catalog
        .look(
            (db, reader) ->
                new Tokens(db, catalog.config().unitKeyPrefix(), catalog.clock()).find(request))
        .flatMap(result -> result);
  }

  /** What an earlier attempt of a write did; empty if none was committed. */
  public static Optional<CommitResult> earlier(Catalog catalog, String writeId) {
    return catalog
        .look(
            (db, reader) ->
                new Tokens(db, catalog.config().unitKeyPrefix(), catalog.clock()).find(writeId))
        .flatMap(result -> result);
  }

  /**
   * Which of these files some snapshot names, whatever became of it since.
   *
   * @param paths absolute
   */
  public static Set<String> named(Catalog catalog, Set<String> paths) {
    if (paths.isEmpty()) {
      return Set.of();
    }
    Map<String, String> byName =
        paths.stream().collect(Collectors.toMap(CommitAttempt::fileName, path -> path));
    Set<String> named = new HashSet<>();
    catalog.look(
        (db, reader) -> {
          for (String table : TABLES_OF_FILES) {
            db.each(
                "SELECT path FROM " + table,
                row -> {
                  @Nullable String match = byName.get(fileName(Db.text(row, "path")));
                  if (match != null) {
                    named.add(match);
                  }
                });
          }
          return named;
        });
    return named;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
