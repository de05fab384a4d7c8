package org.icemelt.io.ducklake.internal.write;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.PartitionTransform;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.icemelt.io.ducklake.TableRow;
import org.icemelt.io.ducklake.internal.rows.BeamRows;

/** Beam rows as rows of one table, and the changes that their files make up. */
public final class RowsToTable extends DoFn<Row, TableRow> {
  private final BeamRows conversion;
  private final TableDef table;

  public RowsToTable(BeamRows conversion, TableDef table) {
    this.conversion = conversion;
    this.table = table;
  }

  @ProcessElement
  public void processElement(@Element Row row, OutputReceiver<TableRow> output) {
    output.output(TableRow.of(table, conversion.values(row)));
  }

  /** What happens to the table itself. */
  public static TableChange tableChange(WriteDisposition disposition, TableDef table) {
    boolean onePartitionColumn =
        table.partitioning().size() == 1
            && table.partitioning().get(0).transform().equals(PartitionTransform.IDENTITY);
    if (disposition == WriteDisposition.OVERWRITE_PARTITIONS && !onePartitionColumn) {
      throw new IllegalArgumentException(
          "Cannot overwrite partitions of %s: withPartitioning must name exactly one column, by identity."
              .formatted(table.id()));
    }
    return switch (disposition) {
      case OVERWRITE_TABLE -> new TableChange.ReplaceTable("", table);
      case MUST_BE_EMPTY -> new TableChange.RequireEmpty("", table);
      case APPEND, OVERWRITE_PARTITIONS -> new TableChange.CreateTable("", table);
    };
  }

  /** What each file does. */
  public static DoFn<StagedFile, TableChange> changes(WriteDisposition disposition) {
    return new FileToChanges(disposition);
  }

  private static final class FileToChanges extends DoFn<StagedFile, TableChange> {
    private final WriteDisposition disposition;

    FileToChanges(WriteDisposition disposition) {
      this.disposition = disposition;
    }

    @ProcessElement
    public void processElement(@Element StagedFile file, OutputReceiver<TableChange> output) {
      if (disposition == WriteDisposition.OVERWRITE_PARTITIONS) {
        output.output(
            new TableChange.ReplacePartition(
                file.unit(), file.table(), file.partitionValues().get(0)));
      }
      output.output(new TableChange.Append(file.unit(), file));
    }
  }
}
