package org.icemelt.transforms.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/** Sums by group, compact: there can be as many groups as sites. */
public final class SumsCoder extends AtomicCoder<Map<Group, Totals>> {
  private static final long serialVersionUID = 1L;
  private static final SumsCoder ONLY = new SumsCoder();
  private static final Coder<Integer> INT = VarIntCoder.of();
  private static final Coder<Long> LONG = VarLongCoder.of();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<@Nullable String> OPTIONAL = NullableCoder.of(StringUtf8Coder.of());
  private static final int COUNTRY = 0;
  private static final int CELL = 1;
  private static final int DATASET = 2;
  private static final int BUCKET = 3;

  private SumsCoder() {}

  public static SumsCoder of() {
    return ONLY;
  }

  @Override
  public void encode(Map<Group, Totals> sums, OutputStream out) throws IOException {
    INT.encode(sums.size(), out);
    for (Map.Entry<Group, Totals> sum : sums.entrySet()) {
      encode(sum.getKey(), out);
      sum.getValue().encode(out);
    }
  }

  @Override
  public Map<Group, Totals> decode(InputStream in) throws IOException {
    int size = INT.decode(in);
    Map<Group, Totals> sums = new HashMap<>(size * 2);
    for (int i = 0; i < size; i++) {
      sums.put(group(in), Totals.decode(in));
    }
    return sums;
  }

  private static void encode(Group group, OutputStream out) throws IOException {
    if (group instanceof Group.Country country) {
      out.write(COUNTRY);
      OPTIONAL.encode(country.iso(), out);
      OPTIONAL.encode(country.name(), out);
    } else if (group instanceof Group.Cell cell) {
      out.write(CELL);
      OPTIONAL.encode(cell.iso(), out);
      LONG.encode(cell.cell(), out);
    } else if (group instanceof Group.Dataset dataset) {
      out.write(DATASET);
      TEXT.encode(dataset.name(), out);
    } else if (group instanceof Group.Bucket bucket) {
      out.write(BUCKET);
      INT.encode(bucket.lonTenths(), out);
      INT.encode(bucket.latTenths(), out);
    }
  }

  private static Group group(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case COUNTRY -> new Group.Country(OPTIONAL.decode(in), OPTIONAL.decode(in));
      case CELL -> new Group.Cell(OPTIONAL.decode(in), LONG.decode(in));
      case DATASET -> new Group.Dataset(TEXT.decode(in));
      case BUCKET -> new Group.Bucket(INT.decode(in), INT.decode(in));
      default -> throw new IOException("Cannot read sums: " + kind + " is no kind of group");
    };
  }
}
