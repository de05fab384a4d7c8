package org.icemelt.io.geofiles.flatgeobuf;

import static org.icemelt.io.geofiles.flatgeobuf.FlatGeobufErrors.cut;
import static org.icemelt.io.geofiles.flatgeobuf.FlatGeobufErrors.malformed;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.icemelt.io.geofiles.GeoFile;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.bytes.FileWindow;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;
import org.wololo.flatgeobuf.generated.Crs;
import org.wololo.flatgeobuf.generated.Header;

/**
 * What stands in front of the features.
 *
 * @param properties how each column's values are stored; one per column of {@code schema}
 * @param geometryType the type of every geometry; 0 if each states its own
 * @param crs {@code organization:code} where it has a code, else its text; null if none is stated
 * @param features how many follow; 0 if the writer did not know
 * @param start the first feature's byte
 */
record FlatGeobufHeader(
    FeatureSchema schema,
    List<PropertyType> properties,
    int geometryType,
    @Nullable String crs,
    long features,
    long start) {
  private static final int MAGIC = 8;
  private static final int VERSION_AT = 3;
  private static final int VERSION = 3;
  private static final int NODE_BYTES = 40;
  private static final int MAX_NODE_SIZE = 65_535;

  FlatGeobufHeader {
    properties = List.copyOf(properties);
  }

  static FlatGeobufHeader read(GeoFile file, FileWindow window)
      throws GeoFileException, IOException {
    try {
      byte version = window.at(0, MAGIC).get(VERSION_AT);
      if (version != VERSION) {
        throw new GeoFileException(
            Code.FORMAT_UNSUPPORTED,
            "Cannot read %s of dataset %s: it is FlatGeobuf %d. Write it as version 3."
                .formatted(file.sourceFile(), file.dataset(), version));
      }
      long size = length(window, MAGIC);
      long end = MAGIC + Integer.BYTES + size;
      if (end > window.size() || size > Integer.MAX_VALUE) {
        throw new EOFException("the header");
      }
      ByteBuffer bytes =
          window.at(MAGIC + Integer.BYTES, (int) size).order(ByteOrder.LITTLE_ENDIAN);
      return of(file, Header.getRootAsHeader(bytes), end, window.size());
    } catch (EOFException e) {
      throw cut(file, "the file ends at byte %d inside its header".formatted(window.size()), 0, e);
    }
  }

  private static FlatGeobufHeader of(GeoFile file, Header header, long end, long fileSize)
      throws GeoFileException {
    List<Column> columns = new ArrayList<>();
    List<PropertyType> properties = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int count = header.columnsLength();
    if ((long) count * Integer.BYTES > end) {
      throw malformed(file, "its header announces %d columns".formatted(count), 0, null);
    }
    for (int i = 0; i < count; i++) {
      var column = header.columns(i);
      PropertyType type = PropertyType.of(column.type());
      if (type == null || column.name() == null) {
        throw malformed(
            file, "column %d is of unknown type %d".formatted(i, column.type()), 0, null);
      }
      properties.add(type);
      columns.add(new Column(unused(column.name(), names), type.valueType()));
    }
    long features = header.featuresCount();
    if (features < 0 || features > fileSize) {
      throw malformed(
          file,
          "its header announces %s features in %d bytes"
              .formatted(Long.toUnsignedString(features), fileSize),
          0,
          null);
    }
    return new FlatGeobufHeader(
        new FeatureSchema(columns),
        properties,
        header.geometryType(),
        crs(header.crs()),
        features,
        end + indexBytes(features, header.indexNodeSize()));
  }

  /** The name, numbered if an earlier column has it. */
  private static String unused(String name, Set<String> names) {
    String unused = name;
    for (int i = 2; !names.add(unused); i++) {
      unused = name + "_" + i;
    }
    return unused;
  }

  private static @Nullable String crs(@Nullable Crs crs) {
    if (crs == null) {
      return null;
    }
    String organization = crs.org() == null || crs.org().isEmpty() ? "EPSG" : crs.org();
    if (crs.codeString() != null && !crs.codeString().isEmpty()) {
      return organization + ":" + crs.codeString();
    }
    if (crs.code() > 0) {
      return organization + ":" + crs.code();
    }
    return crs.wkt() == null || crs.wkt().isEmpty() ? null : crs.wkt();
  }

  /** Bytes of the tree of boxes: a node for each feature, and for each {@code nodeSize} nodes. */
  private static long indexBytes(long features, int nodeSize) {
    if (features == 0 || nodeSize == 0) {
      return 0;
    }
    int perNode = Math.min(Math.max(nodeSize, 2), MAX_NODE_SIZE);
    long level = features;
    long nodes = features;
    do {
      level = (level + perNode - 1) / perNode;
      nodes += level;
    } while (level > 1);
    return nodes * NODE_BYTES;
  }

  /** The unsigned length that stands in front of the header and of each feature. */
  static long length(FileWindow window, long at) throws IOException {
    return Integer.toUnsignedLong(
        window.at(at, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }
}
