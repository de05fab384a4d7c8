package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
 * Sorts rows of any number of tables into files. Open files and kept rows are bounded: the file
 * that has waited longest is closed first.
 */
public final class RowStager {
  /** Open files; each holds a row group in memory. */
  private static final int MOST_OPEN = 24;

  /** Rows kept for sorting, over all files. */
  private static final long MOST_BUFFERED_BYTES = 48L << 20;

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
  private final Map<TableDef, Target> targets = new IdentityHashMap<>();
  private final LinkedHashMap<Key, TableFileWriter> writers = new LinkedHashMap<>(16, 0.75f, true);
  private final List<StagedFile> finished = new ArrayList<>();
  private long bufferedBytes;

  public RowStager(LakeLayout lake) {
    this(lake, null);
  }

  /**
   * @param journal notes each file before it is made; null notes nothing
   */
  public RowStager(LakeLayout lake, @Nullable WriteJournal journal) {
    this.lake = lake;
    this.journal = journal;
  }

  public void add(TableRow row, String unit) throws IOException {
    Target target = targets.computeIfAbsent(row.table(), this::target);
    TableFileWriter writer = writer(target, row, unit);
    long bytes = RowSize.of(row.values());
    bufferedBytes += bytes;
    long before = writer.bufferedBytes();
    writer.add(row, bytes);
    if (writer.bufferedBytes() == 0) {
      bufferedBytes -= before + bytes;
    }
    if (bufferedBytes > MOST_BUFFERED_BYTES) {
      flushLargest();
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
      if (writers.size() >= MOST_OPEN) {
        closeEldest();
      }
      writer = new TableFileWriter(target.table, unit, target.layout, partition, journal);
      writers.put(key, writer);
    }
    target.lastKey = key;
    target.lastWriter = writer;
    return writer;
  }

  private Target target(TableDef table) {
    for (Target known : targets.values()) {
      if (known.table.equals(table)) {
        return known;
      }
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
    return new Target(table, layout, columns);
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

  private void closeEldest() throws IOException {
    for (Target target : targets.values()) {
      if (target.lastKey != null) {
        writers.get(target.lastKey); // in use just now, though not looked up since
      }
    }
    Iterator<Map.Entry<Key, TableFileWriter>> eldest = writers.entrySet().iterator();
    TableFileWriter writer = eldest.next().getValue();
    bufferedBytes -= writer.bufferedBytes();
    finished.addAll(writer.finish());
    eldest.remove();
    for (Target target : targets.values()) {
      if (target.lastWriter == writer) {
        target.forget();
      }
    }
  }

  private void flushLargest() throws IOException {
    TableFileWriter largest = null;
    for (TableFileWriter writer : writers.values()) {
      if (largest == null || writer.bufferedBytes() > largest.bufferedBytes()) {
        largest = writer;
      }
    }
    if (largest != null) {
      bufferedBytes -= largest.bufferedBytes();
      largest.flush();
    }
  }

  /** Closes all files; those made since the last call. */
  public List<StagedFile> finish() throws IOException {
    for (TableFileWriter writer : writers.values()) {
      finished.addAll(writer.finish());
    }
    writers.clear();
    targets.values().forEach(Target::forget);
    bufferedBytes = 0;
    List<StagedFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  /** Gives up: removes all files that {@link #finish} has not told of. */
  public void abandon() throws IOException {
    for (TableFileWriter writer : writers.values()) {
      writer.abandon();
    }
    for (StagedFile file : finished) {
      LakeFiles.delete(file.path());
    }
    writers.clear();
    finished.clear();
  }
}
