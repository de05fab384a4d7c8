package org.icemelt.io.ducklake.internal.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.InvalidRowException;
import org.icemelt.io.ducklake.TableDef;
import org.jspecify.annotations.Nullable;

/**
 * Drives Parquet's columns straight from the values of a table's rows: column by column, or row by
 * row where a column is nested.
 */
final class TableRows implements RowGroupWriter.Rows {
  private final TableDef table;
  private final List<ColumnDef> columns;
  private final String[] names;
  private final ValueWriter[] writers;
  private final List<@Nullable LeafTracker> trackers = new ArrayList<>();
  private final @Nullable ColumnFeed feed;
  private final MessageColumnIO nested;
  private @Nullable RecordConsumer records;
  private int column;
  private List<@Nullable Object> row = List.of();

  TableRows(TableDef table, MessageType schema) {
    this.table = table;
    this.columns = table.schema().columns();
    this.feed = ColumnFeed.takes(schema) ? new ColumnFeed(schema) : null;
    this.nested = new ColumnIOFactory().getColumnIO(schema);
    names = new String[columns.size()];
    writers = new ValueWriter[columns.size()];
    for (int i = 0; i < writers.length; i++) {
      names[i] = columns.get(i).name();
      writers[i] = ValueWriter.of(columns.get(i).type(), trackers);
    }
  }

  /** One for each leaf column, null where Parquet's own statistics do. */
  List<@Nullable LeafTracker> trackers() {
    return trackers;
  }

  @Override
  public void begin(ColumnWriteStore store) {
    if (feed != null) {
      feed.begin(store);
    } else {
      records = nested.getRecordWriter(store);
    }
  }

  /**
   * @throws InvalidRowException naming the column whose value does not fit
   */
  @Override
  public void write(List<List<@Nullable Object>> batch) {
    try {
      if (feed != null) {
        writeColumns(feed, batch);
      } else if (records != null) {
        writeRecords(records, batch);
      }
    } catch (InvalidRowException e) {
      throw e;
    } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
      throw RowCheck.invalid(table, columns.get(column), row.get(column), e);
    }
  }

  private void writeColumns(ColumnFeed out, List<List<@Nullable Object>> batch) {
    for (column = 0; column < writers.length; column++) {
      ValueWriter writer = writers[column];
      boolean nullable = columns.get(column).nullable();
      out.column(column);
      for (int i = 0; i < batch.size(); i++) {
        row = batch.get(i);
        Object value = row.get(column);
        if (value != null) {
          writer.write(out, value);
        } else if (nullable) {
          out.addNull();
        } else {
          throw notNull();
        }
      }
    }
    out.endRows(batch.size());
  }

  private void writeRecords(RecordConsumer out, List<List<@Nullable Object>> batch) {
    for (List<@Nullable Object> values : batch) {
      row = values;
      out.startMessage();
      for (column = 0; column < writers.length; column++) {
        Object value = values.get(column);
        if (value != null) {
          out.startField(names[column], column);
          writers[column].write(out, value);
          out.endField(names[column], column);
        } else if (!columns.get(column).nullable()) {
          throw notNull();
        }
      }
      out.endMessage();
    }
    out.flush();
  }

  private static IllegalArgumentException notNull() {
    return new IllegalArgumentException("the column is NOT NULL and the value is null");
  }
}
