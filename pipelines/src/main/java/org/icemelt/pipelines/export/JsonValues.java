package org.icemelt.pipelines.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.DuckLakeType;
import org.icemelt.io.ducklake.DuckLakeType.ListType;
import org.icemelt.io.ducklake.DuckLakeType.MapType;
import org.icemelt.io.ducklake.DuckLakeType.StructType;
import org.jspecify.annotations.Nullable;

/** Values as JSON: numbers as numbers but for NaN and infinity, which JSON lacks and are null. */
final class JsonValues {
  private JsonValues() {}

  static void write(JsonGenerator json, ColumnDef column, @Nullable Object value)
      throws IOException {
    DuckLakeType type = column.type();
    if (value == null) {
      json.writeNull();
    } else if (type instanceof ListType list) {
      json.writeStartArray();
      for (Object element : (List<?>) value) {
        write(json, ColumnDef.of(column.name(), list.element()), element);
      }
      json.writeEndArray();
    } else if (type instanceof StructType struct) {
      List<?> values = (List<?>) value;
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(struct.fields().get(i).name());
        write(json, struct.fields().get(i), values.get(i));
      }
      json.writeEndObject();
    } else if (type instanceof MapType map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        json.writeFieldName(Words.of(ColumnDef.of("key", map.key()), entry.getKey()));
        write(json, ColumnDef.of("value", map.value()), entry.getValue());
      }
      json.writeEndObject();
    } else {
      scalar(json, column, value);
    }
  }

  private static void scalar(JsonGenerator json, ColumnDef column, Object value)
      throws IOException {
    if (Words.isH3(column)) {
      json.writeString(Words.of(column, value));
    } else if (column.type() == DuckLakeType.UINT64) {
      json.writeNumber(new BigDecimal(Words.of(column, value)));
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isFinite(number)) {
        json.writeNumber(value.toString());
      } else {
        json.writeNull();
      }
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(Words.of(column, value));
    }
  }
}
