package org.icemelt.io.model.coders;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.util.VarInt;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Sources as bytes. Each element carries its whole source, so it can be decoded anywhere; equal
 * bytes give one shared object, and a run of elements with one source encodes it once. Safe for
 * several threads, as coders must be.
 */
final class SourceCodec {
  private static final int MAX_KEPT = 1024;
  private static final ValueType[] TYPES = ValueType.values();

  private final Map<ByteBuffer, FeatureSource> decoded = new ConcurrentHashMap<>();
  private volatile Encoded last = new Encoded(null, new byte[0]);

  private record Encoded(@Nullable FeatureSource source, byte[] bytes) {}

  @SuppressWarnings("ReferenceEquality")
  void write(FeatureSource source, OutputStream out) throws IOException {
    Encoded encoded = last;
    if (encoded.source() != source) {
      encoded = new Encoded(source, toBytes(source));
      last = encoded;
    }
    ValueCodec.writeBytes(encoded.bytes(), out);
  }

  FeatureSource read(InputStream in) throws IOException {
    byte[] bytes = ValueCodec.readBytes(in);
    ByteBuffer key = ByteBuffer.wrap(bytes);
    FeatureSource known = decoded.get(key);
    if (known != null) {
      return known;
    }
    FeatureSource source = fromBytes(bytes);
    if (decoded.size() >= MAX_KEPT) {
      decoded.clear();
    }
    FeatureSource raced = decoded.putIfAbsent(key, source);
    return raced == null ? source : raced;
  }

  private static byte[] toBytes(FeatureSource source) throws IOException {
    var out = new ByteArrayOutputStream();
    ValueCodec.writeString(source.dataset(), out);
    ValueCodec.writeString(source.sourceFile(), out);
    ValueCodec.writeString(source.crs(), out);
    VarInt.encode(source.schema().size(), out);
    for (Column column : source.schema().columns()) {
      ValueCodec.writeString(column.name(), out);
      out.write(column.type().ordinal());
    }
    return out.toByteArray();
  }

  private static FeatureSource fromBytes(byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    String dataset = ValueCodec.readString(in);
    String sourceFile = ValueCodec.readString(in);
    String crs = ValueCodec.readString(in);
    int size = VarInt.decodeInt(in);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      columns.add(new Column(ValueCodec.readString(in), TYPES[ValueCodec.readByte(in)]));
    }
    return new FeatureSource(dataset, sourceFile, crs, new FeatureSchema(columns));
  }
}
