package org.icemelt.io.geofiles.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A good file to be damaged.
 *
 * @param reader the reader that it is for
 * @param name the file to read
 * @param parts each of its files by name; more than one for a Shapefile
 */
record Seed(String reader, String name, Map<String, byte[]> parts) {
  /** Up to this size a file is cut at every offset. */
  static final int CUT_EVERYWHERE = 10_000;

  private static final int FEATURES = 12;
  private static final int SQLITE_PAGE_SIZE_AT = 16;
  private static final List<String> NAMES =
      List.of(
          "same.geojson",
          "same.geojsonl",
          "same.shp",
          "dbf_types.shp",
          "windings.shp",
          "polygons_z.shp",
          "same.gpkg",
          "layers.gpkg",
          "same.parquet",
          "types.parquet",
          "maps.parquet",
          "native_multipolygon.parquet",
          "types.fgb",
          "streamed.fgb",
          "kind_multipolygon.fgb",
          "indexed.fgb");

  /** The seeds of all readers, from the folder of the synthetic files. */
  static List<Seed> all(Path folder) throws IOException {
    List<Seed> seeds = new ArrayList<>();
    for (String name : NAMES) {
      seeds.add(of(folder, name));
    }
    return seeds;
  }

  private static Seed of(Path folder, String name) throws IOException {
    String base = name.substring(0, name.lastIndexOf('.') + 1);
    String ending = name.substring(base.length());
    Map<String, byte[]> parts = new LinkedHashMap<>();
    if (ending.startsWith("geojson")) {
      parts.put(name, few(folder.resolve("same.geojson"), ending.endsWith("l")));
      return new Seed("geojson", name, parts);
    }
    if (!ending.equals("shp")) {
      parts.put(name, Files.readAllBytes(folder.resolve(name)));
      return new Seed(ending, name, parts);
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String part = file.getFileName().toString();
        if (part.startsWith(base) && part.matches(".*\\.(shp|shx|dbf|cpg|prj)")) {
          parts.put(part, Files.readAllBytes(file));
        }
      }
    }
    return new Seed(ending, name, parts);
  }

  /** The first features only, so that the file is small enough to be cut everywhere. */
  private static byte[] few(Path geojson, boolean lines) throws IOException {
    List<String> all = Files.readAllLines(geojson);
    String mark = "{ \"type\": \"Feature\"";
    UnaryOperator<String> bare = l -> l.endsWith(",") ? l.substring(0, l.length() - 1) : l;
    List<String> features =
        all.stream().filter(l -> l.startsWith(mark)).limit(FEATURES).map(bare).toList();
    List<String> head = all.stream().takeWhile(l -> !l.startsWith(mark)).toList();
    String text =
        lines
            ? String.join("\n", features) + "\n"
            : String.join("\n", head) + "\n" + String.join(",\n", features) + "\n]\n}\n";
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Where a part is cut: everywhere if it is small; borders of pages, and a footer's bytes. */
  List<Integer> cuts(String part) {
    byte[] bytes = parts.getOrDefault(part, new byte[0]);
    TreeSet<Integer> cuts = new TreeSet<>();
    if (reader.equals("gpkg")) {
      int page = (bytes[SQLITE_PAGE_SIZE_AT] & 0xFF) << 8 | bytes[SQLITE_PAGE_SIZE_AT + 1] & 0xFF;
      for (int border = 0; border < bytes.length; border += page) {
        cuts.addAll(List.of(Math.max(0, border - 1), border, border + 1));
      }
    } else if (reader.equals("parquet")) {
      cuts.addAll(ParquetPages.borders(bytes));
    } else if (bytes.length <= CUT_EVERYWHERE) {
      for (int at = 0; at < bytes.length; at++) {
        cuts.add(at);
      }
    }
    return List.copyOf(cuts);
  }

  /** Writes the parts, one of them replaced, and gives the path of the file to read. */
  Path write(Path folder, String replaced, byte[] by) throws IOException {
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      boolean this_ = part.getKey().equals(replaced);
      Files.write(folder.resolve(part.getKey()), this_ ? by : part.getValue());
    }
    return folder.resolve(name);
  }
}
