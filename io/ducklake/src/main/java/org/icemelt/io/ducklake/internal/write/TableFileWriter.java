package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.icemelt.io.ducklake.CatalogUnavailableException;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.CommitRefusedException;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.WriteJournal;
import org.icemelt.io.ducklake.internal.catalog.TableLayout;
import org.icemelt.io.ducklake.internal.catalog.Uuids;
import org.icemelt.io.ducklake.internal.parquet.DataFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table, unit and partition into files. Rows are kept for a while and sorted
 * before they go into the file; a file is closed when it has reached the lake's target size.
 */
final class TableFileWriter {
  private final TableDef table;
  private final String unit;
  private final TableLayout layout;
  private final RowOrder order;
  private final List<@Nullable String> partition;
  private final @Nullable WriteJournal journal;
  private final int[] floats;
  private final List<TableRow> buffer = new ArrayList<>();
  private final Set<String> nan = new HashSet<>();
  private final List<StagedFile> finished = new ArrayList<>();
  private Set<String> withoutBounds = Set.of();
  private long bufferedBytes;
  private long lastRow;
  private @Nullable DataFileWriter writer;
  private @Nullable String path;

  TableFileWriter(
      TableDef table,
      String unit,
      TableLayout layout,
      List<@Nullable String> partition,
      @Nullable WriteJournal journal) {
    this.table = table;
    this.unit = unit;
    this.layout = layout;
    this.order = new RowOrder(table, layout.sorting());
    this.journal = journal;
    this.partition = Collections.unmodifiableList(new ArrayList<>(partition));
    this.floats = floats(table);
  }

  private static int[] floats(TableDef table) {
    List<ColumnDef> columns = table.schema().columns();
    return IntStream.range(0, columns.size()).filter(i -> isFloat(columns.get(i).type())).toArray();
  }

  private static boolean isFloat(DuckLakeType type) {
    return type == DuckLakeType.FLOAT32 || type == DuckLakeType.FLOAT64;
  }

  /** Bytes that the kept rows take, about. */
  long bufferedBytes() {
    return bufferedBytes;
  }

  /** Whether a file is open. */
  boolean isOpen() {
    return writer != null;
  }

  /** Bytes that the open file keeps in memory until its row group is full, about. */
  long rowGroupBytes() {
    return writer == null ? 0 : writer.rowGroupBytes();
  }

  /** Number of the last row that came. */
  long lastRow() {
    return lastRow;
  }

  /**
   * @param bytes that the row takes, about
   * @param number of the row; they only rise
   */
  void add(TableRow row, long bytes, long number) throws IOException {
    lastRow = number;
    noteNan(row.values());
    buffer.add(row);
    bufferedBytes += bytes;
    if (buffer.size() >= layout.options().rowGroupRows()) {
      flush();
    }
  }

  /** Writes the kept rows, sorted. */
  void flush() throws IOException {
    if (buffer.isEmpty()) {
      return;
    }
    try {
      writeRows();
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private CatalogUnavailableException notWritten(IOException e) {
    return new CatalogUnavailableException(
        "Failed to write the data file %s of table %s: %s. Nothing was committed. Check that the data path can be written and has room, and run again."
            .formatted(path, table.id(), e.getMessage()),
        e);
  }

  private void writeRows() throws IOException {
    if (!withoutBounds.containsAll(nan)) {
      closeFile(); // it keeps bounds of a column that cannot have any from here on
    }
    DataFileWriter out = writer == null ? open(Set.copyOf(nan)) : writer;
    order.sort(buffer);
    for (TableRow row : buffer) {
      out.write(row.values());
    }
    out.flush();
    buffer.clear();
    nan.clear();
    bufferedBytes = 0;
    if (out.dataSize() >= layout.options().targetFileBytes()) {
      closeFile();
    }
  }

  /** Keeps the names of float columns of which a kept row has a NaN. */
  private void noteNan(List<@Nullable Object> values) {
    for (int column : floats) {
      if (values.get(column) instanceof Number number && Double.isNaN(number.doubleValue())) {
        nan.add(table.schema().columns().get(column).name());
      }
    }
  }

  private DataFileWriter open(Set<String> unbounded) throws IOException {
    String folder =
        layout.options().hivePaths() ? PartitionPaths.folder(layout.spec(), partition) : "";
    String file = layout.folder() + folder + "ducklake-" + Uuids.v7() + ".parquet";
    path = file;
    if (journal != null) {
      journal.note(file);
    }
    DataFileWriter opened =
        new DataFileWriter(
            LakeFiles.create(file),
            table,
            layout.columnIds(),
            order.isKept(buffer) ? layout.options().sorted() : layout.options(),
            DistinctColumns.of(table.schema(), buffer),
            unbounded);
    withoutBounds = unbounded;
    writer = opened;
    if (journal != null) {
      requireGoingOn(journal);
    }
    return opened;
  }

  /** Whoever stopped the run looked for this file before it was there; so it goes from here. */
  private void requireGoingOn(WriteJournal run) throws IOException {
    try {
      run.requireGoingOn();
    } catch (CommitRefusedException e) {
      abandon();
      throw e;
    }
  }

  private void closeFile() throws IOException {
    DataFileWriter done = writer;
    String file = path;
    if (done == null || file == null) {
      return;
    }
    done.close();
    writer = null;
    LakeFiles.sync(file);
    var written = LakeFiles.open(file);
    finished.add(
        new StagedFile(
            table,
            unit,
            file,
            done.written(),
            written.getLength(),
            Footers.length(written),
            layout.spec(),
            partition,
            layout.columnIds(),
            done.stats()));
    path = null;
  }

  /** Writes and closes all; the files since the last call. */
  List<StagedFile> finish() throws IOException {
    flush();
    try {
      closeFile();
    } catch (IOException e) {
      throw notWritten(e);
    }
    List<StagedFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  /** Gives up: removes what this writer made and nobody has been told of. */
  void abandon() throws IOException {
    List<String> made = new ArrayList<>(finished.stream().map(StagedFile::path).toList());
    if (path != null) {
      made.add(path);
    }
    DataFileWriter open = writer;
    writer = null;
    buffer.clear();
    finished.clear();
    if (open != null) {
      open.abandon();
    }
    for (String file : made) {
      LakeFiles.delete(file);
    }
  }
}
