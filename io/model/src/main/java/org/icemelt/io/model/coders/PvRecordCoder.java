package org.icemelt.io.model.coders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;

/** A site as text and its common PV columns. */
final class PvRecordCoder extends AtomicCoder<PvRecord> {
  private static final long serialVersionUID = 1L;

  private final WktSiteCoder sites = new WktSiteCoder();

  @Override
  public void encode(PvRecord record, OutputStream out) throws IOException {
    sites.encode(record.site(), out);
    ValueCodec.writeString(record.unifiedId(), out);
    ValueCodec.write(record.externalId(), out);
    ValueCodec.write(record.name(), out);
    ValueCodec.write(record.sourceAreaM2(), out);
    ValueCodec.write(record.capacityMw(), out);
    ValueCodec.write(record.capacityBasis(), out);
    ValueCodec.write(record.installDate(), out);
    ValueCodec.write(record.installDatePrecision(), out);
    ValueCodec.writeString(record.technology(), out);
    ValueCodec.writeString(record.status(), out);
    ValueCodec.writeString(record.recordRole(), out);
  }

  @Override
  public PvRecord decode(InputStream in) throws IOException {
    WktSite site = sites.decode(in);
    return new PvRecord(
        site,
        ValueCodec.readString(in),
        (String) ValueCodec.read(in),
        (String) ValueCodec.read(in),
        (Double) ValueCodec.read(in),
        (Double) ValueCodec.read(in),
        (String) ValueCodec.read(in),
        (LocalDate) ValueCodec.read(in),
        (String) ValueCodec.read(in),
        ValueCodec.readString(in),
        ValueCodec.readString(in),
        ValueCodec.readString(in));
  }
}
