package org.icemelt.io.geofiles;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.RejectReason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/** A whole layer as fingerprints; src/test/oracle/expected_real.py says how they are made. */
final class LayerDigest {
  private final List<MessageDigest> columns = new ArrayList<>();
  private final long[] filled;
  private final MessageDigest geometries = sha256();
  final Map<String, Integer> types = new TreeMap<>();
  int missing;
  int rows;
  long vertices;

  private LayerDigest(int size) {
    filled = new long[size];
    for (int i = 0; i < size; i++) {
      columns.add(sha256());
    }
  }

  /** Reads all splits; rows that are bad for any reason but a missing geometry fail. */
  static LayerDigest of(Layer layer, FeatureSchema target) throws GeoFileException {
    LayerDigest digest = new LayerDigest(target.size());
    for (Split split : layer.splits()) {
      try (FeatureCursor cursor = GeoFiles.open(layer, split, target)) {
        for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
          digest.add(row);
        }
      }
    }
    return digest;
  }

  private void add(RowOutcome row) {
    if (row.row() != rows++) {
      throw new AssertionError("Row " + row.row() + " came as number " + (rows - 1));
    }
    List<@Nullable Object> values;
    if (row instanceof RowOutcome.Read read) {
      addGeometry(read.geometry());
      values = read.values();
    } else {
      RowOutcome.Bad bad = (RowOutcome.Bad) row;
      if (bad.reason() != RejectReason.GEOMETRY_MISSING || bad.values() == null) {
        throw new AssertionError("Unexpected " + bad);
      }
      missing++;
      geometries.update((byte) 0);
      values = bad.values();
    }
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      filled[i] += value == null ? 0 : 1;
      columns.get(i).update(encode(value));
    }
  }

  private void addGeometry(Geometry geometry) {
    types.merge(geometry.getGeometryType(), 1, Integer::sum);
    vertices += geometry.getNumPoints();
    boolean hasZ = !Double.isNaN(geometry.getCoordinate().getZ());
    byte[] wkb = new WKBWriter(hasZ ? 3 : 2).write(geometry);
    geometries.update((byte) 1);
    geometries.update(ByteBuffer.allocate(4).putInt(wkb.length).array());
    geometries.update(wkb);
  }

  long filled(int column) {
    return filled[column];
  }

  String column(int column) {
    return HexFormat.of().formatHex(columns.get(column).digest());
  }

  String geometries() {
    return HexFormat.of().formatHex(geometries.digest());
  }

  private static byte[] encode(@Nullable Object value) {
    if (value == null) {
      return new byte[] {0};
    }
    ByteBuffer to;
    if (value instanceof Boolean truth) {
      to = ByteBuffer.allocate(2).put((byte) 1).put((byte) (truth ? 1 : 0));
    } else if (value instanceof Double || value instanceof Float) {
      to = ByteBuffer.allocate(9).put((byte) 1).putDouble(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      to = ByteBuffer.allocate(9).put((byte) 1).putLong(number.longValue());
    } else if (value instanceof LocalDate date) {
      to = ByteBuffer.allocate(9).put((byte) 1).putLong(date.toEpochDay());
    } else if (value instanceof LocalDateTime time) {
      to = ByteBuffer.allocate(9).put((byte) 1).putLong(micros(time.toInstant(ZoneOffset.UTC)));
    } else if (value instanceof Instant instant) {
      to = ByteBuffer.allocate(9).put((byte) 1).putLong(micros(instant));
    } else {
      byte[] text = ((String) value).getBytes(UTF_8);
      to = ByteBuffer.allocate(5 + text.length).put((byte) 1).putInt(text.length).put(text);
    }
    return to.array();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
