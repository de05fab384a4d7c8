package org.icemelt.transforms.crs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Searches a comma-separated table on the class path, row by row; quoted fields may span lines. */
final class CsvResource {
  private CsvResource() {}

  /** The first row that fits. */
  static Optional<List<String>> first(String resource, Predicate<List<String>> fits) {
    try (InputStream in = CsvResource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + resource + " on the class path");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
      for (List<String> row = row(reader); !row.isEmpty(); row = row(reader)) {
        if (fits.test(row)) {
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to read " + resource, e);
    }
  }

  /** The field, or an empty text where the row is shorter. */
  static String field(List<String> row, int index) {
    return index < row.size() ? row.get(index) : "";
  }

  private static List<String> row(BufferedReader reader) throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          return fields;
        }
      } else if (quoted || c != '\r') {
        field.append((char) c);
      }
    }
    if (field.length() > 0 || !fields.isEmpty()) {
      fields.add(field.toString());
    }
    return fields;
  }
}
