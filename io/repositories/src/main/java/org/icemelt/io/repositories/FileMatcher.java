package org.icemelt.io.repositories;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@link FileFilters}, compiled.
 *
 * <p>A pattern is tried on the file's base name, and on its path below the folder that all files of
 * the archive share (so {@code .*wind.*} does not exclude all of {@code wind_and_solar/}); one with
 * a {@code /} in it also on the whole path. Case counts.
 *
 * <ul>
 *   <li>Globs match a whole name: {@code *} and {@code ?} stop at {@code /}, {@code **} does not,
 *       {@code [a-z]} and {@code [!a-z]} are sets. One with a {@code /} may match the end of a
 *       path: {@code data/*.shp} matches {@code x/data/a.shp}.
 *   <li>Regular expressions are searched: anchor them to match all.
 * </ul>
 *
 * <p>Without include patterns a file is taken if its name ends in {@link #SUFFIXES}. Pictures are
 * never taken, nor what is hidden (a leading dot) or in {@code __MACOSX}.
 */
public final class FileMatcher {
  /** Endings of feature files. */
  public static final List<String> SUFFIXES =
      List.of(
          ".geojson",
          ".json",
          ".geojsonl",
          ".geojsons",
          ".geojsonseq",
          ".ndjson",
          ".shp",
          ".gpkg",
          ".parquet",
          ".geoparquet",
          ".fgb");

  private static final Set<String> PICTURES =
      Set.of(".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2", ".gif", ".bmp", ".webp");

  private final List<NamePattern> include;
  private final List<NamePattern> exclude;

  /**
   * @throws PatternSyntaxException for a regular expression or glob that is none
   */
  public FileMatcher(FileFilters filters) {
    include = compile(filters.include(), filters.regex());
    exclude = compile(filters.exclude(), filters.regex());
  }

  /**
   * Whether a file is wanted.
   *
   * @param path the file's path in the archive, record or folder, {@code /} between names
   * @param shared the folder that all files there share, ending in {@code /}; empty if they share
   *     none
   */
  boolean accepts(String path, String shared) {
    if (isIgnored(path) || PICTURES.contains(suffix(path))) {
      return false;
    }
    boolean wanted =
        include.isEmpty() ? SUFFIXES.contains(suffix(path)) : anyMatches(include, path, shared);
    return wanted && !anyMatches(exclude, path, shared);
  }

  /** Whether an archive beside or inside others is to be looked into. */
  boolean acceptsArchive(String path, String shared, ArchiveHints hints) {
    return !isIgnored(path)
        && (hints.names().isEmpty()
            || hints.names().contains(baseName(path))
            || hints.names().contains(path))
        && !anyMatches(exclude, path, shared);
  }

  /** What no user means: archive metadata of macOS, hidden files. */
  static boolean isIgnored(String path) {
    for (String name : path.split("/", -1)) {
      if (name.equals("__MACOSX") || name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** The folder that all paths share, ending in {@code /}; empty if none. */
  static String sharedFolder(Iterable<String> paths) {
    String shared = null;
    for (String path : paths) {
      if (isIgnored(path)) {
        continue;
      }
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      if (shared == null) {
        shared = folder;
      }
      while (!folder.startsWith(shared)) {
        shared = shared.substring(0, shared.lastIndexOf('/', shared.length() - 2) + 1);
      }
    }
    return shared == null ? "" : shared;
  }

  /** The lower-case ending of a name with its dot; empty if it has none. */
  static String suffix(String path) {
    String name = baseName(path);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean anyMatches(List<NamePattern> patterns, String path, String shared) {
    for (NamePattern pattern : patterns) {
      if (pattern.matches(path, shared)) {
        return true;
      }
    }
    return false;
  }

  private static List<NamePattern> compile(List<String> patterns, boolean regex) {
    return patterns.stream()
        .map(
            text ->
                new NamePattern(
                    regex ? Pattern.compile(text) : Glob.compile(text), text.contains("/")))
        .toList();
  }

  private record NamePattern(Pattern pattern, boolean onWholePath) {
    boolean matches(String path, String shared) {
      String below = path.startsWith(shared) ? path.substring(shared.length()) : path;
      return pattern.matcher(baseName(path)).find()
          || pattern.matcher(below).find()
          || (onWholePath && pattern.matcher(path).find());
    }
  }
}
