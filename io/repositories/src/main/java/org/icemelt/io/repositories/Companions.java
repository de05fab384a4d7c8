package org.icemelt.io.repositories;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the files that belong to a Shapefile. */
final class Companions {
  private static final Set<String> ENDINGS = Set.of(".shx", ".dbf", ".prj", ".cpg");
  private static final Set<String> USELESS =
      Set.of(".sbn", ".sbx", ".qix", ".qpj", ".fix", ".ain", ".aih", ".atx", ".xml");

  private Companions() {}

  static boolean isShapefile(String path) {
    return FileMatcher.suffix(path).equals(".shp");
  }

  /** The path is one of a companion of that Shapefile, in the same folder. */
  static boolean isCompanion(String path, String shapefile) {
    return isShapefile(shapefile)
        && ENDINGS.contains(FileMatcher.suffix(path))
        && folder(path).equals(folder(shapefile))
        && stem(path).equals(stem(shapefile));
  }

  /**
   * The companions of each {@code .shp} of {@code wanted}: same name ignoring case, in the same
   * folder; else anywhere, if no other {@code .shp} bears that name.
   *
   * @param all paths that there are
   * @return from the path of each {@code .shp} to its companions by ending, in lower case and
   *     sorted
   */
  static Map<String, Map<String, String>> find(List<String> wanted, List<String> all) {
    Map<String, List<String>> byStem = new LinkedHashMap<>();
    for (String path : all) {
      if (!FileMatcher.isIgnored(path)
          && (ENDINGS.contains(FileMatcher.suffix(path)) || isShapefile(path))) {
        byStem.computeIfAbsent(stem(path), key -> new ArrayList<>()).add(path);
      }
    }
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    for (String path : wanted) {
      if (isShapefile(path)) {
        found.put(path, companions(path, byStem.getOrDefault(stem(path), List.of())));
      }
    }
    return found;
  }

  /** The companions that lie beside a file on local disk, by ending; none but for a Shapefile. */
  static Map<String, Path> beside(Path file) throws IOException {
    Map<String, Path> beside = new TreeMap<>();
    if (isShapefile(file.toString())) {
      String main = file.getFileName().toString();
      List<String> names;
      try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
        names = siblings.map(sibling -> sibling.getFileName().toString()).sorted().toList();
      }
      find(List.of(main), names)
          .getOrDefault(main, Map.of())
          .forEach((ending, name) -> beside.put(ending, file.resolveSibling(name)));
    }
    return beside;
  }

  /** The wanted paths that are files of their own: not parts of a wanted {@code .shp}. */
  static List<String> mains(List<String> wanted) {
    Set<String> stems = new java.util.HashSet<>();
    for (String path : wanted) {
      if (isShapefile(path)) {
        stems.add(stem(path));
      }
    }
    return wanted.stream().filter(path -> !isPart(path, stems)).toList();
  }

  private static boolean isPart(String path, Set<String> stems) {
    String suffix = FileMatcher.suffix(path);
    if (!ENDINGS.contains(suffix) && !USELESS.contains(suffix)) {
      return false;
    }
    String stem = stem(path);
    return stems.contains(stem)
        || (stem.endsWith(".shp") && stems.contains(stem.substring(0, stem.length() - 4)));
  }

  private static Map<String, String> companions(String shapefile, List<String> sameStem) {
    String folder = folder(shapefile);
    boolean alone = sameStem.stream().filter(Companions::isShapefile).count() == 1;
    Map<String, String> beside = new TreeMap<>();
    Map<String, List<String>> elsewhere = new TreeMap<>();
    for (String path : sameStem) {
      if (isShapefile(path)) {
        continue;
      }
      String ending = FileMatcher.suffix(path);
      if (folder(path).equals(folder)) {
        // "a.dbf" wins over "A.dbf" for "a.shp"
        if (!beside.containsKey(ending) || sameStemExactly(path, shapefile)) {
          beside.put(ending, path);
        }
      } else if (alone) {
        elsewhere.computeIfAbsent(ending, key -> new ArrayList<>()).add(path);
      }
    }
    elsewhere.forEach(
        (ending, paths) -> {
          if (paths.size() == 1) {
            beside.putIfAbsent(ending, paths.get(0));
          }
        });
    return beside;
  }

  private static boolean sameStemExactly(String path, String shapefile) {
    return withoutSuffix(path).equals(withoutSuffix(shapefile));
  }

  private static String withoutSuffix(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String stem(String path) {
    String name = FileMatcher.baseName(path);
    int dot = name.lastIndexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
  }
}
