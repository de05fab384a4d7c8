package org.icemelt.io.geofiles.geojson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.icemelt.io.geofiles.FeatureCursor;
import org.icemelt.io.geofiles.Format;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.Layer;
import org.icemelt.io.geofiles.RowOutcome;
import org.icemelt.io.geofiles.Split;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.RejectReason;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/** The features of one split, straight from the token stream. */
final class GeoJsonCursor implements FeatureCursor {
  private final Layer layer;
  private final JsonParser parser;
  private final long shift;
  private final ValueType[] types;
  private final ColumnLookup columns = new ColumnLookup();
  private final int idColumn;
  private final GeoJsonGeometry geometry = new GeoJsonGeometry();
  private final GeoJsonGeometry bare = new GeoJsonGeometry();
  private final boolean inArray;
  private long row;
  private boolean ended;

  // what the members of the current feature said
  private @Nullable Object[] values = new @Nullable Object[0];
  private boolean isFeature;
  private boolean idIsProperty;
  private @Nullable JsonToken geometryToken;
  private long geometryStart;
  private long geometryEnd;

  GeoJsonCursor(Layer layer, Split split, FeatureSchema target) throws IOException {
    this.layer = layer;
    this.row = split.firstRow();
    this.inArray = layer.format() == Format.GEOJSON;
    JsonRegion.Frame frame = inArray ? JsonRegion.Frame.BRACKETS : JsonRegion.Frame.NONE;
    this.shift = JsonRegion.shift(split.start(), frame);
    this.types = new ValueType[target.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = target.columns().get(i).type();
      columns.put(target.columns().get(i).name(), i);
    }
    this.idColumn = target.indexOf(GeoJsonSchema.ID).orElse(ColumnLookup.UNKNOWN);
    this.parser = JsonRegion.parse(Path.of(layer.file().path()), split.start(), split.end(), frame);
    if (inArray) {
      parser.nextToken();
    }
  }

  @Override
  public @Nullable RowOutcome next() throws GeoFileException {
    if (ended) {
      return null;
    }
    try {
      JsonToken token = parser.nextToken();
      if (token == null || (inArray && token == JsonToken.END_ARRAY)) {
        ended = true;
        return null;
      }
      RowOutcome outcome = token == JsonToken.START_OBJECT ? readObject() : notAnObject(token);
      row++;
      return outcome;
    } catch (IOException e) {
      ended = true;
      throw GeoJsonErrors.of(e, parser, layer.file(), shift, row);
    }
  }

  private RowOutcome notAnObject(JsonToken token) throws IOException {
    String raw = token.isStructStart() ? JsonText.of(parser) : parser.getText();
    return new RowOutcome.Bad(
        row, RejectReason.GEOMETRY_MALFORMED, "It is no Feature object", cut(raw), null);
  }

  private RowOutcome readObject() throws IOException {
    values = new @Nullable Object[types.length];
    isFeature = false;
    idIsProperty = false;
    geometryToken = null;
    bare.clear();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      readMember(name, parser.nextToken());
    }
    List<@Nullable Object> row = Arrays.asList(values);
    try {
      return new RowOutcome.Read(this.row, build().build(), row);
    } catch (BadGeometryException e) {
      return new RowOutcome.Bad(this.row, e.reason(), e.detail(), rawGeometry(), row);
    }
  }

  private void readMember(String name, JsonToken value) throws IOException {
    switch (name) {
      case "properties" -> {
        isFeature = true;
        if (value == JsonToken.START_OBJECT) {
          readProperties();
        } else {
          parser.skipChildren();
        }
      }
      case "geometry" -> {
        isFeature = true;
        geometryToken = value;
        geometryStart = shift + parser.currentTokenLocation().getByteOffset();
        if (value == JsonToken.START_OBJECT) {
          geometry.read(parser);
        } else {
          parser.skipChildren();
          parser.finishToken();
        }
        geometryEnd = shift + parser.currentLocation().getByteOffset();
      }
      case GeoJsonSchema.ID -> {
        if (idColumn != ColumnLookup.UNKNOWN && !idIsProperty) {
          values[idColumn] = PropertyReader.read(value, parser, types[idColumn]);
        } else {
          parser.skipChildren();
        }
      }
      default -> bare.readMember(name, value, parser);
    }
  }

  private void readProperties() throws IOException {
    columns.rewind();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      int column = columns.find(parser.currentName());
      JsonToken token = parser.nextToken();
      if (column == ColumnLookup.UNKNOWN) {
        parser.skipChildren();
      } else {
        values[column] = PropertyReader.read(token, parser, types[column]);
        idIsProperty |= column == idColumn;
      }
    }
  }

  private GeoJsonGeometry build() throws BadGeometryException {
    if (!isFeature && !"Feature".equals(bare.type())) {
      geometryStart = -1;
      return bare;
    }
    if (geometryToken == JsonToken.START_OBJECT) {
      return geometry;
    }
    if (geometryToken == null || geometryToken == JsonToken.VALUE_NULL) {
      geometryStart = -1;
      throw new BadGeometryException(RejectReason.GEOMETRY_MISSING, "The feature has no geometry");
    }
    throw BadGeometryException.malformed("\"geometry\" is neither an object nor null");
  }

  /** The geometry's text as the file has it; read again, as only bad rows need it. */
  private @Nullable String rawGeometry() {
    if (geometryStart < 0) {
      return null;
    }
    int length = (int) Math.min(geometryEnd - geometryStart, Reject.MAX_RAW);
    byte[] bytes = new byte[Math.max(0, length)];
    try (var file = new RandomAccessFile(layer.file().path(), "r")) {
      file.seek(geometryStart);
      file.readFully(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String(bytes, UTF_8);
  }

  private static String cut(String raw) {
    return raw.length() > Reject.MAX_RAW ? raw.substring(0, Reject.MAX_RAW) : raw;
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
