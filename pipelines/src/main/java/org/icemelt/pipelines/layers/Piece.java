package org.icemelt.pipelines.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.transforms.statistics.Group;
import org.icemelt.transforms.statistics.SumsCoder;
import org.icemelt.transforms.statistics.Totals;

/** What a worker has to say of the sites that it saw. */
sealed interface Piece {
  record Staged(StagedFile file) implements Piece {}

  record Seen(String dataset, RowsDigest rows) implements Piece {}

  /**
   * All sums of a bundle in one piece, as bytes: a runner may copy each piece again with every
   * piece that comes, and there can be as many sums as sites.
   */
  record Summed(byte[] bytes) implements Piece {
    static Summed of(Map<Group, Totals> totals) {
      try {
        return new Summed(CoderUtils.encodeToByteArray(SumsCoder.of(), totals));
      } catch (CoderException e) {
        throw new IllegalStateException("Sums in memory can always be written", e);
      }
    }

    Map<Group, Totals> totals() {
      try {
        return CoderUtils.decodeFromByteArray(SumsCoder.of(), bytes);
      } catch (CoderException e) {
        throw new IllegalStateException("Cannot read the sums that a worker sent", e);
      }
    }
  }

  static Coder<Piece> coder() {
    return new PieceCoder();
  }

  /** A byte that tells the kind, and the piece. */
  final class PieceCoder extends AtomicCoder<Piece> {
    private static final long serialVersionUID = 1L;
    private static final Coder<StagedFile> FILE = SerializableCoder.of(StagedFile.class);
    private static final Coder<String> DATASET = StringUtf8Coder.of();
    private static final Coder<RowsDigest> ROWS = SerializableCoder.of(RowsDigest.class);
    private static final Coder<byte[]> BYTES = ByteArrayCoder.of();
    private static final int STAGED = 0;
    private static final int SEEN = 1;
    private static final int SUMMED = 2;

    private PieceCoder() {}

    @Override
    public void encode(Piece piece, OutputStream out) throws IOException {
      if (piece instanceof Staged staged) {
        out.write(STAGED);
        FILE.encode(staged.file(), out);
      } else if (piece instanceof Seen seen) {
        out.write(SEEN);
        DATASET.encode(seen.dataset(), out);
        ROWS.encode(seen.rows(), out);
      } else if (piece instanceof Summed summed) {
        out.write(SUMMED);
        BYTES.encode(summed.bytes(), out);
      }
    }

    @Override
    public Piece decode(InputStream in) throws IOException {
      int kind = in.read();
      return switch (kind) {
        case STAGED -> new Staged(FILE.decode(in));
        case SEEN -> new Seen(DATASET.decode(in), ROWS.decode(in));
        case SUMMED -> new Summed(BYTES.decode(in));
        default -> throw new IOException("Cannot read a piece: there is no kind " + kind);
      };
    }
  }
}
