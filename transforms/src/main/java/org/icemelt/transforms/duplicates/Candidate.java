package org.icemelt.transforms.duplicates;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** A site that may have a duplicate, and its geometry as WKT in EPSG:4326. */
public record Candidate(Sketch sketch, String wkt) {
  public Candidate {
    requireNonNull(sketch, "sketch");
    requireNonNull(wkt, "wkt");
  }

  public static Coder<Candidate> coder() {
    return new CandidateCoder();
  }

  private static final class CandidateCoder extends AtomicCoder<Candidate> {
    private static final long serialVersionUID = 1L;
    private static final Coder<Sketch> SKETCH = Sketch.coder();

    @Override
    public void encode(Candidate candidate, OutputStream out) throws IOException {
      SKETCH.encode(candidate.sketch, out);
      StringUtf8Coder.of().encode(candidate.wkt, out);
    }

    @Override
    public Candidate decode(InputStream in) throws IOException {
      return new Candidate(SKETCH.decode(in), StringUtf8Coder.of().decode(in));
    }
  }
}
