package org.icemelt.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.icemelt.judge.ProjectRoot;

/** Values that other implementations computed: {@code src/acceptance/oracle/expected}. */
final class Expected {
  private Expected() {}

  static JsonNode json(String name) {
    Path file = ProjectRoot.path().resolve("src/acceptance/oracle/expected").resolve(name);
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole numbers of an array. */
  static List<Long> longs(JsonNode array) {
    List<Long> longs = new ArrayList<>();
    array.forEach(number -> longs.add(number.asLong()));
    return longs;
  }

  /** Names of an object's members, in file order. */
  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> it = object.fieldNames(); it.hasNext(); ) {
      names.add(it.next());
    }
    return names;
  }

  /** Names of the embedded datasets, in the order of the closing table's check. */
  static List<String> datasets() {
    return names(json("raw_tables.json").get("datasets"));
  }
}
