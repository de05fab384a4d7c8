package org.icemelt.io.geofiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.icemelt.io.model.Column;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** A layer read whole, for tests. */
record Rows(Layer layer, List<RowOutcome> outcomes) {
  static Rows ofText(Path folder, String text) throws IOException, GeoFileException {
    return ofText(folder, text, Long.MAX_VALUE);
  }

  static Rows ofText(Path folder, String text, long splitBytes)
      throws IOException, GeoFileException {
    Path path = Files.writeString(folder.resolve("f.json"), text);
    return of(RealFiles.geoFile("f.json", path), splitBytes);
  }

  /** The file's only layer. */
  static Rows of(GeoFile file, long splitBytes) throws GeoFileException {
    List<Layer> layers = GeoFiles.inspect(file, splitBytes);
    if (layers.size() != 1) {
      throw new AssertionError(layers.size() + " layers");
    }
    return of(layers.get(0), layers.get(0).schema());
  }

  static Rows of(Layer layer, FeatureSchema target) throws GeoFileException {
    List<RowOutcome> outcomes = new ArrayList<>();
    for (Split split : layer.splits()) {
      int before = outcomes.size();
      if (split.firstRow() != before) {
        throw new AssertionError(split + " begins after row " + before);
      }
      try (FeatureCursor cursor = GeoFiles.open(layer, split, target)) {
        for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
          if (row.row() != outcomes.size()) {
            throw new AssertionError("Row " + row.row() + " came as number " + outcomes.size());
          }
          outcomes.add(row);
        }
        if (cursor.next() != null) {
          throw new AssertionError("A row came after the end");
        }
      }
      if (outcomes.size() - before != split.rows()) {
        throw new AssertionError(split + " gave " + (outcomes.size() - before) + " rows");
      }
    }
    return new Rows(layer, outcomes);
  }

  int size() {
    return outcomes.size();
  }

  RowOutcome.Read read(int row) {
    if (outcomes.get(row) instanceof RowOutcome.Read read) {
      return read;
    }
    throw new AssertionError("Row " + row + " is " + outcomes.get(row));
  }

  RowOutcome.Bad bad(int row) {
    if (outcomes.get(row) instanceof RowOutcome.Bad bad) {
      return bad;
    }
    throw new AssertionError("Row " + row + " is " + outcomes.get(row));
  }

  /** WKT of a good row, {@code !reason} of a bad one. */
  List<String> shapes() {
    return outcomes.stream()
        .map(
            row ->
                row instanceof RowOutcome.Read read
                    ? read.geometry().toText()
                    : "!" + ((RowOutcome.Bad) row).reason())
        .toList();
  }

  /** The values of a row by column. */
  Map<String, @Nullable Object> values(int row) {
    List<@Nullable Object> values =
        outcomes.get(row) instanceof RowOutcome.Read read ? read.values() : bad(row).values();
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < layer.schema().size(); i++) {
      byName.put(layer.schema().columns().get(i).name(), values.get(i));
    }
    return byName;
  }

  /** {@code name TYPE} of each column. */
  List<String> columns() {
    return layer.schema().columns().stream().map(Rows::shown).toList();
  }

  private static String shown(Column column) {
    return column.name() + " " + column.type();
  }
}
