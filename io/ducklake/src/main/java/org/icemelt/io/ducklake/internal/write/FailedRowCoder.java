package org.icemelt.io.ducklake.internal.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.FailedRow;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** Coder of failed rows, given that of the rows themselves. */
public final class FailedRowCoder extends StructuredCoder<FailedRow> {
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final Coder<@Nullable TableId> TABLE =
      NullableCoder.of(SerializedCoder.of(TableId.class));

  private final Coder<Row> rows;

  private FailedRowCoder(Coder<Row> rows) {
    this.rows = rows;
  }

  public static FailedRowCoder of(Coder<Row> rows) {
    return new FailedRowCoder(rows);
  }

  @Override
  public void encode(FailedRow failed, OutputStream out) throws IOException {
    rows.encode(failed.row(), out);
    TABLE.encode(failed.table(), out);
    TEXT.encode(failed.reason().name(), out);
    TEXT.encode(failed.detail(), out);
  }

  @Override
  public FailedRow decode(InputStream in) throws IOException {
    return new FailedRow(
        rows.decode(in),
        TABLE.decode(in),
        FailedRow.Reason.valueOf(TEXT.decode(in)),
        TEXT.decode(in));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(rows);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "Tables are serialised objects");
  }
}
