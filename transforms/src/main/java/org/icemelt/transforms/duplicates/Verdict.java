package org.icemelt.transforms.duplicates;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.jspecify.annotations.Nullable;

/**
 * A record that another one stands for.
 *
 * @param duplicateOf record id of a primary record of another dataset
 * @param reason the strongest link of this record, to that one or, if it has none to it, to another
 *     record of the same installation
 */
public record Verdict(
    String recordId,
    String dataset,
    String duplicateOf,
    Reason reason,
    @Nullable Double overlapRatio)
    implements Serializable {
  public Verdict {
    requireNonNull(recordId, "recordId");
    requireNonNull(dataset, "dataset");
    requireNonNull(duplicateOf, "duplicateOf");
    requireNonNull(reason, "reason");
  }

  public static Coder<Verdict> coder() {
    return new VerdictCoder();
  }

  private static final class VerdictCoder extends AtomicCoder<Verdict> {
    private static final long serialVersionUID = 1L;
    private static final Coder<String> TEXT = StringUtf8Coder.of();
    private static final Coder<@Nullable Double> OPTIONAL = NullableCoder.of(DoubleCoder.of());

    @Override
    public void encode(Verdict verdict, OutputStream out) throws IOException {
      TEXT.encode(verdict.recordId, out);
      TEXT.encode(verdict.dataset, out);
      TEXT.encode(verdict.duplicateOf, out);
      TEXT.encode(verdict.reason.name(), out);
      OPTIONAL.encode(verdict.overlapRatio, out);
    }

    @Override
    public Verdict decode(InputStream in) throws IOException {
      return new Verdict(
          TEXT.decode(in),
          TEXT.decode(in),
          TEXT.decode(in),
          Reason.valueOf(TEXT.decode(in)),
          OPTIONAL.decode(in));
    }
  }
}
