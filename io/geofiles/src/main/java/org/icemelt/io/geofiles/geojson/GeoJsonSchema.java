package org.icemelt.io.geofiles.geojson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.icemelt.io.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Columns and types as features show them. Columns come in order of first appearance, behind {@code
 * id} where a feature has that member. Whole numbers are INT64, or STRING beyond 64 bits so that no
 * digit is lost; numbers with a fraction or exponent FLOAT64; objects and arrays JSON; a column of
 * nulls STRING; mixed ones by {@link ValueType#unify}. Text that looks like a date stays STRING.
 */
final class GeoJsonSchema {
  static final String ID = "id";

  private final ColumnLookup lookup = new ColumnLookup();
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable ValueType> types = new ArrayList<>();
  private boolean hasId;
  private @Nullable ValueType idType;

  /** Takes in a {@code properties} object; the parser stands on its opening brace. */
  void addProperties(JsonParser parser) throws IOException {
    lookup.rewind();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      int column = lookup.find(name);
      if (column == ColumnLookup.UNKNOWN) {
        column = names.size();
        lookup.put(name, column);
        names.add(name);
        types.add(null);
      }
      if (token != JsonToken.VALUE_NULL) {
        ValueType known = types.get(column);
        ValueType type = type(token, parser, known);
        if (type != known) {
          types.set(column, unify(known, type));
        }
        parser.skipChildren();
      }
    }
  }

  /** Takes in a feature's {@code id}; the parser stands on it. */
  void addId(JsonToken token, JsonParser parser) throws IOException {
    if (token != JsonToken.VALUE_NULL) {
      hasId = true;
      idType = unify(idType, type(token, parser, idType));
    }
    parser.skipChildren();
  }

  private static ValueType type(JsonToken token, JsonParser parser, @Nullable ValueType known)
      throws IOException {
    return switch (token) {
      case VALUE_NUMBER_INT -> {
        boolean settled = known == ValueType.STRING;
        yield !settled && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            ? ValueType.STRING
            : ValueType.INT64;
      }
      case VALUE_NUMBER_FLOAT -> ValueType.FLOAT64;
      case VALUE_TRUE, VALUE_FALSE -> ValueType.BOOLEAN;
      case START_OBJECT, START_ARRAY -> ValueType.JSON;
      default -> ValueType.STRING;
    };
  }

  private static ValueType unify(@Nullable ValueType known, ValueType type) {
    return known == null ? type : known.unify(type);
  }

  FeatureSchema toSchema() {
    List<Column> columns = new ArrayList<>();
    int property = names.indexOf(ID);
    if (hasId && property < 0) {
      columns.add(new Column(ID, orText(idType)));
    }
    for (int i = 0; i < names.size(); i++) {
      ValueType type = types.get(i);
      if (i == property && hasId && idType != null) {
        type = unify(type, idType);
      }
      columns.add(new Column(names.get(i), orText(type)));
    }
    return new FeatureSchema(columns);
  }

  private static ValueType orText(@Nullable ValueType type) {
    return type == null ? ValueType.STRING : type;
  }
}
