package org.icemelt.pipelines.options;

import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.DuckLakeException;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.s3.PathStyleS3;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.runner.RunnerChoice;

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
    Map<String, String> words = RunnerChoice.withDefaults(line.options());
    PipelineOptionsFactory.register(type);
    CommandLine all = new CommandLine(line.command(), line.help(), words);
    T options;
    try {
      options = PipelineOptionsFactory.fromArgs(all.beamArgs()).as(type);
    } catch (IllegalArgumentException e) {
      throw new UsageException(readable(e, type, words), e);
    }
    openStorage(options, words);
    return options;
  }

  /** Lets this process see the stores that the options name; workers do it for themselves. */
  private static void openStorage(LakeOptions options, Map<String, String> words) {
    String endpoint = options.getS3Endpoint();
    if (endpoint != null) {
      try {
        PathStyleS3.use(options, endpoint);
      } catch (IllegalArgumentException e) {
        throw new UsageException("Invalid --s3Endpoint: " + e.getMessage(), e);
      }
    } else if (!words.containsKey("awsRegion") && !words.containsKey("s3ClientFactoryClass")) {
      LateRegionS3.use(options);
    }
    FileSystems.setDefaultPipelineOptions(options);
  }

  /** The lake that a command works on, resolved against the folder the program runs in. */
  public static LakeConfig lake(LakeOptions options, Path folder) {
    try {
      LakeConfig lake =
          LakeConfig.of(CatalogAddress.parse(options.getCatalog()), options.getDataPath())
              .resolvedAgainst(folder)
              .withUnitKeyPrefix("icemelt.dataset.");
      boolean isNew = !Lake.of(lake).exists() && options.getDataPath() == null;
      options.setCatalog(lake.catalog().toString()); // runners show options: no password in them
      return isNew ? lake.withDataPath(NEW_LAKE_DATA_PATH) : lake;
    } catch (DuckLakeException | IllegalArgumentException e) {
      throw new UsageException("Invalid --catalog or --dataPath: " + e.getMessage(), e);
    }
  }

  /**
   * The lake that a command reads.
   *
   * @throws UsageException if there is none
   */
  public static Lake existingLake(LakeOptions options, Path folder) {
    LakeConfig config = lake(options, folder);
    Lake lake = Lake.of(config);
    if (!lake.exists()) {
      throw new UsageException(
          "Cannot find a lake: there is none at %s. Run build first, or name another --catalog."
              .formatted(config.catalog()));
    }
    return lake;
  }

  private static String readable(
      IllegalArgumentException e,
      Class<? extends PipelineOptions> type,
      Map<String, String> words) {
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
    String reason = message.lines().findFirst().orElse(message);
    return words.entrySet().stream()
        .filter(word -> isRefused(word.getKey(), word.getValue(), type))
        .findFirst()
        .map(word -> "Invalid --%s=%s: %s".formatted(word.getKey(), word.getValue(), reason))
        .orElse("Invalid option: " + reason);
  }

  /** Beam's message on a bad value does not say whose it is, so each option is asked alone. */
  private static boolean isRefused(
      String name, String value, Class<? extends PipelineOptions> type) {
    try {
      PipelineOptionsFactory.fromArgs("--" + name + "=" + value).as(type);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
