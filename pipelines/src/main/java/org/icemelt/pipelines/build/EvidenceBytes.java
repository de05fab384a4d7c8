package org.icemelt.pipelines.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;

/**
 * Evidence on its way to the verdict, as bytes: while it is gathered, a runner may copy each piece
 * again with every piece that comes, and bytes are copied at no cost to speak of.
 */
record EvidenceBytes(byte[] bytes) {
  static EvidenceBytes of(Evidence evidence) {
    return new EvidenceBytes(SerializableUtils.serializeToByteArray(evidence));
  }

  Evidence evidence() {
    return (Evidence) SerializableUtils.deserializeFromByteArray(bytes, "evidence");
  }

  /** The coder of evidence by dataset. */
  static Coder<KV<String, EvidenceBytes>> byDataset() {
    return KvCoder.of(StringUtf8Coder.of(), new BytesCoder());
  }

  private static final class BytesCoder extends AtomicCoder<EvidenceBytes> {
    private static final long serialVersionUID = 1L;
    private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

    @Override
    public void encode(EvidenceBytes value, OutputStream out) throws IOException {
      BYTES.encode(value.bytes, out);
    }

    @Override
    public EvidenceBytes decode(InputStream in) throws IOException {
      return new EvidenceBytes(BYTES.decode(in));
    }
  }
}
