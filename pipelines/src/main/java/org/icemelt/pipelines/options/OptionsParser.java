package org.icemelt.pipelines.options;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.UsageException;

/** Turns command-line words into options, and those of every command into typed values. */
public final class OptionsParser {
  private static final String NEW_LAKE_DATA_PATH = "db/ducklake_data/";

  private OptionsParser() {}

  /**
   * Parses a command's options.
   *
   * @throws UsageException naming the option that is unknown or badly typed
   */
  public static <T extends LakeOptions> T parse(CommandLine line, Class<T> type) {
    Map<String, String> words = new LinkedHashMap<>(line.options());
    if (isDirect(words)) {
      // its checks are for tests of DoFns; they cost more than the work
      words.putIfAbsent("enforceImmutability", "false");
      words.putIfAbsent("enforceEncodability", "false");
      words.putIfAbsent("blockOnRun", "false");
    }
    if ("false".equalsIgnoreCase(words.get("useParallel"))) {
      words.putIfAbsent(isDirect(words) ? "targetParallelism" : "parallelism", "1");
    }
    PipelineOptionsFactory.register(type);
    CommandLine all = new CommandLine(line.command(), line.help(), words);
    try {
      return PipelineOptionsFactory.fromArgs(all.beamArgs()).as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException(readable(e, type), e);
    }
  }

  /** The lake that a command works on, resolved against the folder the program runs in. */
  public static LakeConfig lake(LakeOptions options, Path folder) {
    try {
      LakeConfig lake =
          LakeConfig.of(CatalogAddress.parse(options.getCatalog()), options.getDataPath())
              .resolvedAgainst(folder)
              .withUnitKeyPrefix("icemelt.dataset.");
      boolean isNew = options.getDataPath() == null && !Lake.of(lake).exists();
      return isNew ? lake.withDataPath(NEW_LAKE_DATA_PATH) : lake;
    } catch (DuckLakeException | IllegalArgumentException e) {
      throw new UsageException("Invalid --catalog or --dataPath: " + e.getMessage(), e);
    }
  }

  /** Whether the pipeline runs on DirectRunner. */
  public static boolean isDirect(PipelineOptions options) {
    return options.getRunner().getSimpleName().equals("DirectRunner");
  }

  private static boolean isDirect(Map<String, String> words) {
    return words.getOrDefault("runner", "DirectRunner").endsWith("DirectRunner");
  }

  private static String readable(
      IllegalArgumentException e, Class<? extends PipelineOptions> type) {
    String message = String.valueOf(e.getMessage());
    int missing = message.indexOf("missing a property named '");
    if (missing >= 0) {
      int from = missing + "missing a property named '".length();
      String name = message.substring(from, message.indexOf('\'', from));
      return "Unknown option --%s. Known options: %s."
          .formatted(
              name,
              String.join(
                  ", ", OptionsHelp.describe(type).stream().map(o -> "--" + o.name()).toList()));
    }
    return "Invalid option: " + message;
  }
}
