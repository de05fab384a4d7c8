package org.icemelt.pipelines.build;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.boundaries.OvertureBoundaries;
import org.icemelt.pipelines.build.BuildSettings.Layer;
import org.icemelt.pipelines.layers.LayerTables;
import org.icemelt.pipelines.layers.LayersSettings;
import org.icemelt.pipelines.manifest.Manifest;
import org.icemelt.pipelines.manifest.ManifestException;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.transforms.h3.H3Cells;
import org.jspecify.annotations.Nullable;

/** Turns the options of {@code build} into typed values; nothing past this sees options. */
final class SettingsReader {
  private static final long MB = 1_000_000;
  private static final Pattern H3_COLUMN = Pattern.compile("h3_index_(1[0-5]|[0-9])");

  private SettingsReader() {}

  /** The settings of {@code build}, paths absolute from the folder the program runs in. */
  static BuildSettings settings(BuildOptions options, Path folder) {
    String runId = options.getRunId() == null ? UUID.randomUUID().toString() : options.getRunId();
    if (!runId.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new UsageException(
          "Invalid --runId: \"%s\". Letters, digits, dot, dash and underscore, at most 128."
              .formatted(runId));
    }
    LakeConfig lake = OptionsParser.lake(options, folder);
    return new BuildSettings(
        runId,
        LocalDateTime.ofInstant(Instant.now().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC),
        lake,
        layers(options.getLayers()),
        DownloadsReader.read(options, folder),
        absolute(folder, options.getRunsPath()),
        DownloadsReader.atLeast(1, "splitMb", options.getSplitMb()) * MB,
        options.isHonourKeepCols(),
        h3Resolutions(options, lake),
        boundaries(options, folder),
        options.isFailFast(),
        options.isRecordChecks(),
        options.getAuthor(),
        options.getCommitMessage() == null
            ? "icemelt build, run " + runId
            : options.getCommitMessage());
  }

  /** The datasets that {@code --manifest}, {@code --datasets} and {@code --all} name. */
  static Chosen select(BuildOptions options) {
    try {
      boolean world = options.isAll() && options.getManifest().equals(Manifest.EMBEDDED);
      Manifest manifest = Manifest.read(world ? Manifest.WORLD : options.getManifest());
      List<String> names = options.getDatasets() == null ? List.of() : options.getDatasets();
      return new Chosen(manifest, manifest.select(names, options.isAll()));
    } catch (ManifestException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** A manifest and what was chosen from it. */
  record Chosen(Manifest manifest, Manifest.Selection selection) {}

  private static Set<Layer> layers(@Nullable List<String> names) {
    if (names == null) {
      return EnumSet.allOf(Layer.class);
    }
    EnumSet<Layer> layers = EnumSet.noneOf(Layer.class);
    for (String name : names) {
      try {
        layers.add(Layer.valueOf(name.trim().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "Cannot build layer \"%s\". Known layers: raw, staging, prepared, curated."
                .formatted(name),
            e);
      }
    }
    if (layers.isEmpty()) {
      throw new UsageException(
          "Invalid --layers: none named. Known layers: raw, staging, prepared, curated.");
    }
    return layers;
  }

  /** Looks for the files before any work starts. */
  private static String boundaries(BuildOptions options, Path folder) {
    String spec = options.getBoundaries().strip();
    if (spec.equals(LayersSettings.EMBEDDED)) {
      return spec;
    }
    String where = spec.contains("://") ? spec : folder.resolve(spec).toAbsolutePath().toString();
    try {
      OvertureBoundaries.find(where);
      return where;
    } catch (GeoFileException | IOException e) {
      throw new UsageException("Invalid --boundaries: " + e.getMessage(), e);
    }
  }

  /** Those asked for and those that the lake has columns for, but for the one that is always. */
  private static List<Integer> h3Resolutions(BuildOptions options, LakeConfig config) {
    SortedSet<Integer> all = new TreeSet<>();
    for (String text :
        options.getH3Resolution() == null ? List.<String>of() : options.getH3Resolution()) {
      try {
        all.add(H3Cells.requireResolution(Integer.parseInt(text.trim())));
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "Invalid --h3Resolution: \"%s\". Whole numbers from 0 to 15.".formatted(text), e);
      }
    }
    Lake lake = Lake.of(config);
    if (lake.exists()) {
      for (TableId table : List.of(StandardTables.STAGING.id(), LayerTables.UNIFIED)) {
        lake.table(table).stream()
            .flatMap(found -> found.columns().stream())
            .map(column -> H3_COLUMN.matcher(column.name()))
            .filter(Matcher::matches)
            .forEach(name -> all.add(Integer.parseInt(name.group(1))));
      }
    }
    all.remove(H3Cells.ALWAYS);
    return List.copyOf(all);
  }

  private static String absolute(Path folder, String path) {
    return folder.resolve(path).toAbsolutePath().normalize().toString();
  }
}
