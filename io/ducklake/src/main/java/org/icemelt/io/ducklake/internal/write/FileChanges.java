package org.icemelt.io.ducklake.internal.write;

import org.apache.beam.sdk.transforms.DoFn;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;

/** The changes that files make up. */
public final class FileChanges extends DoFn<StagedFile, TableChange> {
  private final WriteDisposition disposition;

  public FileChanges(WriteDisposition disposition) {
    this.disposition = disposition;
  }

  /** What happens to a table that is known when the pipeline is built, whether rows come or not. */
  public static TableChange toTable(WriteDisposition disposition, TableDef table) {
    return switch (disposition) {
      case OVERWRITE_TABLE -> new TableChange.ReplaceTable("", table);
      case MUST_BE_EMPTY -> new TableChange.RequireEmpty("", table);
      case APPEND, OVERWRITE_PARTITIONS -> new TableChange.CreateTable("", table);
    };
  }

  @ProcessElement
  public void processElement(@Element StagedFile file, OutputReceiver<TableChange> output) {
    switch (disposition) {
      case APPEND -> {}
      case MUST_BE_EMPTY -> output.output(new TableChange.RequireEmpty(file.unit(), file.table()));
      case OVERWRITE_TABLE ->
          output.output(new TableChange.ReplaceTable(file.unit(), file.table()));
      case OVERWRITE_PARTITIONS ->
          output.output(
              new TableChange.ReplacePartition(
                  file.unit(), file.table(), file.partitionValues().get(0)));
    }
    output.output(new TableChange.Append(file.unit(), file));
  }
}
