package org.icemelt.io.geofiles.geojson;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.geofiles.GeoFileException;
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

  /** Numbers of up to this many characters, sign included, surely fit into 64 bits. */
  private static final int SURE_DIGITS = 18;

  private final Map<String, Integer> positions = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<byte[]> rawNames = new ArrayList<>();
  private final List<@Nullable ValueType> types = new ArrayList<>();
  private boolean hasId;
  private @Nullable ValueType idType;

  /** Takes in a {@code properties} object; its opening brace comes next. */
  void addProperties(JsonScanner scanner) throws IOException, GeoFileException {
    scanner.require('{');
    if (scanner.take('}')) {
      return;
    }
    int guess = 0;
    do {
      scanner.readString();
      int column = find(scanner, guess);
      guess = column + 1;
      scanner.require(':');
      ValueType type = type(scanner);
      ValueType known = types.get(column);
      if (type != null && type != known) {
        types.set(column, known == null ? type : known.unify(type));
      }
    } while (scanner.take(','));
    scanner.require('}');
  }

  /** Features mostly list their properties in one order, so the one behind the last is tried. */
  private int find(JsonScanner scanner, int guess) throws IOException, GeoFileException {
    if (guess < rawNames.size()) {
      byte[] raw = rawNames.get(guess);
      if (Arrays.equals(raw, 0, raw.length, scanner.token(), 0, scanner.tokenLength())) {
        return guess;
      }
    }
    String name = scanner.tokenText();
    Integer known = positions.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    rawNames.add(Arrays.copyOf(scanner.token(), scanner.tokenLength()));
    types.add(null);
    return names.size() - 1;
  }

  /** Takes in a feature's {@code id}, which comes next. */
  void addId(JsonScanner scanner) throws IOException, GeoFileException {
    ValueType type = type(scanner);
    if (type != null) {
      hasId = true;
      idType = idType == null ? type : idType.unify(type);
    }
  }

  /** The type of the value that comes next, which is stepped over; null for JSON's null. */
  private static @Nullable ValueType type(JsonScanner scanner)
      throws IOException, GeoFileException {
    switch (scanner.peek()) {
      case '"' -> {
        scanner.skipValue();
        return ValueType.STRING;
      }
      case '{', '[' -> {
        scanner.skipValue();
        return ValueType.JSON;
      }
      default -> {
        scanner.readScalar();
        return scalarType(scanner);
      }
    }
  }

  private static @Nullable ValueType scalarType(JsonScanner scanner) {
    byte[] token = scanner.token();
    int length = scanner.tokenLength();
    switch (token[0]) {
      case 'n' -> {
        return null;
      }
      case 't', 'f' -> {
        return ValueType.BOOLEAN;
      }
      default -> {
        for (int i = 0; i < length; i++) {
          if (token[i] != '-' && (token[i] < '0' || token[i] > '9')) {
            return ValueType.FLOAT64;
          }
        }
        return length <= SURE_DIGITS || isLong(token, length) ? ValueType.INT64 : ValueType.STRING;
      }
    }
  }

  private static boolean isLong(byte[] digits, int length) {
    String text = new String(digits, 0, length, StandardCharsets.US_ASCII);
    return text.lastIndexOf('-') <= 0 && new BigInteger(text).bitLength() < Long.SIZE;
  }

  FeatureSchema toSchema() {
    List<Column> columns = new ArrayList<>();
    int property = names.indexOf(ID);
    if (hasId && property < 0) {
      columns.add(new Column(ID, orText(idType)));
    }
    for (int i = 0; i < names.size(); i++) {
      ValueType type = types.get(i);
      if (i == property && idType != null) {
        type = type == null ? idType : type.unify(idType);
      }
      columns.add(new Column(names.get(i), orText(type)));
    }
    return new FeatureSchema(columns);
  }

  private static ValueType orText(@Nullable ValueType type) {
    return type == null ? ValueType.STRING : type;
  }
}
