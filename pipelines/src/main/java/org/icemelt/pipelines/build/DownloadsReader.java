package org.icemelt.pipelines.build;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.HttpPolicy;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.DownloadOptions;

/** Turns the options of downloads into typed values. */
final class DownloadsReader {
  private static final long MB = 1_000_000;

  private DownloadsReader() {}

  static Downloads read(BuildOptions options, Path folder) {
    return new Downloads(
        new CachePolicy(
            folder.resolve(options.getCachePath()).toAbsolutePath().normalize().toString(),
            options.isUseCache() && !options.isForceDownload()),
        FetchLimits.DEFAULT
            .withDownloadBytes(atLeast(1, "maxMb", options.getMaxMb()) * MB)
            .withUnpackedBytes(atLeast(1, "maxUnpackedMb", options.getMaxUnpackedMb()) * MB),
        endpoints(options),
        policy(options));
  }

  private static Endpoints endpoints(DownloadOptions options) {
    return new Endpoints(
        address("zenodoUrl", options.getZenodoUrl()),
        address("figshareUrl", options.getFigshareUrl()),
        address("sciencebaseUrl", options.getSciencebaseUrl()),
        address("githubUrl", options.getGithubUrl()),
        address("githubRawUrl", options.getGithubRawUrl()));
  }

  private static HttpPolicy policy(DownloadOptions options) {
    return new HttpPolicy(
        atLeast(1, "downloadAttempts", options.getDownloadAttempts()),
        Duration.ofMillis(
            atLeast(0, "downloadFirstWaitMillis", options.getDownloadFirstWaitMillis())),
        seconds(0, "downloadLongestWaitSeconds", options.getDownloadLongestWaitSeconds()),
        seconds(
            0, "downloadLongestRetryAfterSeconds", options.getDownloadLongestRetryAfterSeconds()),
        seconds(1, "downloadConnectSeconds", options.getDownloadConnectSeconds()),
        seconds(1, "downloadAnswerSeconds", options.getDownloadAnswerSeconds()),
        seconds(1, "downloadStallSeconds", options.getDownloadStallSeconds()),
        atLeast(0, "downloadSlowestBytesPerSecond", options.getDownloadSlowestBytesPerSecond()),
        atLeast(1, "downloadsPerHost", options.getDownloadsPerHost()));
  }

  private static Duration seconds(int least, String option, int value) {
    return Duration.ofSeconds(atLeast(least, option, value));
  }

  private static String address(String option, String value) {
    try {
      URI address = URI.create(value);
      String scheme = String.valueOf(address.getScheme());
      if (scheme.matches("https?") && address.getHost() != null && address.getQuery() == null) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(notAnAddress(option, value), e);
    }
    throw new UsageException(notAnAddress(option, value));
  }

  private static String notAnAddress(String option, String value) {
    return "Invalid --%s: \"%s\". It must be an address such as https://mirror.example.org."
        .formatted(option, value);
  }

  static int atLeast(int least, String option, int value) {
    if (value < least) {
      throw new UsageException(
          "Invalid --%s: %d. It must be at least %d.".formatted(option, value, least));
    }
    return value;
  }
}
