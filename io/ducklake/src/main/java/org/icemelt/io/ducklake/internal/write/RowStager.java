package org.icemelt.io.ducklake.internal.write;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.PartitionField;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.LakeLayout;
import org.icemelt.io.ducklake.internal.catalog.TableLayout;
import org.icemelt.io.ducklake.internal.parquet.PartitionText;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows of any number of tables into files. What it holds is bounded, however many tables and
 * partitions come: rows that are kept for sorting, open files, and the row groups of open files. A
 * file opens when kept rows are written to it; the one that has waited longest is closed first.
 */
public final class RowStager {
  /** How much a stager may hold. */
  record Bounds(int openFiles, long keptBytes, long rowGroupBytes) {
    /** For this JVM, in which a few stagers may be at work. */
    static final Bounds DEFAULT =
        new Bounds(24, 48L << 20, Math.max(64L << 20, Math.min(512L << 20, maxMemory() / 8)));

    private static long maxMemory() {
      return Runtime.getRuntime().maxMemory();
    }
  }

  /** What a writer takes that keeps next to nothing. */
  private static final long WRITER_BYTES = 2_000;

  /** A table as it was first seen: rows share its definition, so identity is enough to find it. */
  private static final class Target {
    private final TableDef table;
    private final TableLayout layout;
    private final int[] partitionColumns;

    /** Where the table's last row went; most rows go where the one before went. */
    private @Nullable Key lastKey;

    private @Nullable TableFileWriter lastWriter;

    Target(TableDef table, TableLayout layout, int[] partitionColumns) {
      this.table = table;
      this.layout = layout;
      this.partitionColumns = partitionColumns;
    }

    void forget() {
      lastKey = null;
      lastWriter = null;
    }
  }

  private record Key(TableDef table, String unit, List<@Nullable String> partition) {}

  private final LakeLayout lake;
  private final @Nullable WriteJournal journal;
  private final Bounds bounds;
  private final Map<TableDef, Target> targets = new IdentityHashMap<>();
  private final Map<TableDef, Target> targetsByContent = new HashMap<>();
  private final Map<Key, TableFileWriter> writers = new HashMap<>();
  private final Map<Key, TableFileWriter> open = new HashMap<>();
  private final List<StagedFile> finished = new ArrayList<>();
  private long keptBytes;
  private long rows;

  public RowStager(LakeLayout lake) {
    this(lake, null);
  }

  /**
   * @param journal notes each file before it is made; null notes nothing
   */
  public RowStager(LakeLayout lake, @Nullable WriteJournal journal) {
    this(lake, journal, Bounds.DEFAULT);
  }

  RowStager(LakeLayout lake, @Nullable WriteJournal journal, Bounds bounds) {
    this.lake = lake;
    this.journal = journal;
    this.bounds = bounds;
  }

  public void add(TableRow row, String unit) throws IOException {
    Target target = targets.get(row.table());
    if (target == null) {
      target = target(row.table());
      targets.put(row.table(), target);
    }
    TableFileWriter writer = writer(target, row, unit);
    long bytes = RowSize.of(row.values());
    keptBytes += bytes;
    long before = writer.bufferedBytes();
    writer.add(row, bytes, ++rows);
    if (writer.bufferedBytes() == 0) {
      keptBytes -= before + bytes;
      settle(requireNonNull(target.lastKey), writer);
    }
    if (keptBytes > bounds.keptBytes()) {
      relieve();
    }
  }

  private TableFileWriter writer(Target target, TableRow row, String unit) throws IOException {
    List<@Nullable String> partition = partition(target, row);
    Key last = target.lastKey;
    TableFileWriter lastWriter = target.lastWriter;
    if (last != null
        && lastWriter != null
        && last.unit.equals(unit)
        && last.partition.equals(partition)) {
      return lastWriter;
    }
    Key key = new Key(target.table, unit, partition);
    TableFileWriter writer = writers.get(key);
    if (writer == null) {
      writer = new TableFileWriter(target.table, unit, target.layout, partition, journal);
      writers.put(key, writer);
      keptBytes += WRITER_BYTES;
    }
    target.lastKey = key;
    target.lastWriter = writer;
    return writer;
  }

  private Target target(TableDef table) {
    Target known = targetsByContent.get(table);
    if (known != null) {
      return known;
    }
    TableLayout layout = lake.table(table);
    int[] columns = new int[layout.spec().size()];
    for (int i = 0; i < columns.length; i++) {
      PartitionField field = layout.spec().get(i);
      columns[i] = table.schema().indexOf(field.column());
      if (columns[i] < 0) {
        throw new CommitRefusedException(
            "Cannot write to %s: it is partitioned by column \"%s\", which the rows do not have."
                .formatted(table.id(), field.column()));
      }
    }
    Target target = new Target(table, layout, columns);
    targetsByContent.put(table, target);
    return target;
  }

  private static List<@Nullable String> partition(Target target, TableRow row) {
    int[] columns = target.partitionColumns;
    if (columns.length == 0) {
      return List.of();
    }
    List<@Nullable String> values = new ArrayList<>(columns.length);
    for (int key = 0; key < columns.length; key++) {
      Object value = row.values().get(columns[key]);
      values.add(value == null ? null : text(target, key, value));
    }
    return values;
  }

  private static String text(Target target, int key, Object value) {
    TableDef table = target.table;
    int column = target.partitionColumns[key];
    DuckLakeType type = table.schema().columns().get(column).type();
    try {
      return PartitionText.of(target.layout.spec().get(key).transform(), type, value);
    } catch (ClassCastException | ArithmeticException e) {
      throw new InvalidRowException(
          "Invalid row for %s: partition column \"%s\" of type %s cannot take a %s."
              .formatted(
                  table.id(),
                  table.schema().columns().get(column).name(),
                  type.catalogText(),
                  value.getClass().getSimpleName()),
          e);
    }
  }

  /** Kept rows were written: closes files until what is open is within bounds again. */
  private void settle(Key key, TableFileWriter writer) throws IOException {
    if (!writer.isOpen()) {
      open.remove(key);
      return;
    }
    open.put(key, writer);
    while (open.size() > 1
        && (open.size() > bounds.openFiles()
            || open.values().stream().mapToLong(TableFileWriter::rowGroupBytes).sum()
                > bounds.rowGroupBytes())) {
      closeEldest();
    }
  }

  private void closeEldest() throws IOException {
    Map.Entry<Key, TableFileWriter> eldest =
        Collections.min(
            open.entrySet(), Comparator.comparingLong(entry -> entry.getValue().lastRow()));
    Key key = eldest.getKey();
    TableFileWriter writer = eldest.getValue();
    keptBytes -= writer.bufferedBytes() + WRITER_BYTES;
    finished.addAll(writer.finish());
    open.remove(key);
    writers.remove(key);
    Target target = targetsByContent.get(key.table);
    if (target != null && target.lastWriter == writer) {
      target.forget();
    }
  }

  /** Writes kept rows, those of the largest writers first, until half of the bound is free. */
  private void relieve() throws IOException {
    List<Map.Entry<Key, TableFileWriter>> largest = new ArrayList<>(writers.entrySet());
    largest.sort(
        Comparator.comparingLong(
            (Map.Entry<Key, TableFileWriter> entry) -> -entry.getValue().bufferedBytes()));
    for (Map.Entry<Key, TableFileWriter> entry : largest) {
      if (keptBytes <= bounds.keptBytes() / 2) {
        return;
      }
      TableFileWriter writer = entry.getValue();
      if (writers.get(entry.getKey()) == writer) {
        keptBytes -= writer.bufferedBytes();
        writer.flush();
        settle(entry.getKey(), writer);
      }
    }
  }

  int openFiles() {
    return open.size();
  }

  long keptBytes() {
    return keptBytes;
  }

  /** Closes all files; those made since the last call. */
  public List<StagedFile> finish() throws IOException {
    for (TableFileWriter writer : writers.values()) {
      finished.addAll(writer.finish());
    }
    forgetWriters();
    List<StagedFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  private void forgetWriters() {
    writers.clear();
    open.clear();
    targets.values().forEach(Target::forget);
    keptBytes = 0;
  }

  /** Gives up: removes all files that {@link #finish} has not told of. */
  public void abandon() throws IOException {
    for (TableFileWriter writer : writers.values()) {
      writer.abandon();
    }
    for (StagedFile file : finished) {
      LakeFiles.delete(file.path());
    }
    forgetWriters();
    finished.clear();
  }
}
