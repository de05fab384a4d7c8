package org.icemelt.pipelines.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.icemelt.io.repositories.CachePolicy;
import org.icemelt.io.repositories.Endpoints;
import org.icemelt.io.repositories.FetchLimits;
import org.icemelt.io.repositories.HttpPolicy;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.BuildOptions;
import org.icemelt.pipelines.options.CommandLine;
import org.icemelt.pipelines.options.OptionsParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsReaderTest {
  private static Downloads read(String... words) {
    CommandLine line = CommandLine.parse(words);
    return DownloadsReader.read(OptionsParser.parse(line, BuildOptions.class), Path.of("/here"));
  }

  @Test
  void isPatientWithThePublicServicesByDefault() {
    assertThat(read())
        .isEqualTo(
            new Downloads(
                new CachePolicy("/here/.cache/icemelt", true),
                FetchLimits.DEFAULT,
                new Endpoints(
                    "https://zenodo.org",
                    "https://api.figshare.com",
                    "https://www.sciencebase.gov",
                    "https://api.github.com",
                    "https://raw.githubusercontent.com"),
                new HttpPolicy(
                    5,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    100,
                    4)));
    assertThat(read().policy()).isEqualTo(HttpPolicy.DEFAULT);
    assertThat(read().endpoints()).isEqualTo(Endpoints.PUBLIC);
    assertThat(read().limits().downloadBytes()).isEqualTo(250_000_000);
  }

  @Test
  void takesEachAddressToItsRepository() {
    assertThat(
            read(
                    "--zenodoUrl=http://z/",
                    "--figshareUrl=http://f:1",
                    "--sciencebaseUrl=http://s/base",
                    "--githubUrl=https://g/api",
                    "--github-raw-url",
                    "https://r")
                .endpoints())
        .isEqualTo(
            new Endpoints("http://z", "http://f:1", "http://s/base", "https://g/api", "https://r"));
  }

  @Test
  void takesEachBoundOfPatience() {
    assertThat(
            read(
                    "--downloadAttempts=2",
                    "--downloadFirstWaitMillis=3",
                    "--downloadLongestWaitSeconds=4",
                    "--downloadLongestRetryAfterSeconds=5",
                    "--downloadConnectSeconds=6",
                    "--downloadAnswerSeconds=7",
                    "--downloadStallSeconds=8",
                    "--downloadSlowestBytesPerSecond=9",
                    "--downloadsPerHost=10")
                .policy())
        .isEqualTo(
            new HttpPolicy(
                2,
                Duration.ofMillis(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                9,
                10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--forceDownload", "--no-cache"})
  void doesNotReuseTheCacheWhenToldSo(String word) {
    assertThat(read(word).cache().reuse()).isFalse();
  }

  @Test
  void boundsDownloadsAndArchives() {
    FetchLimits limits = read("--maxMb=1", "--maxUnpackedMb=2").limits();
    assertThat(limits.downloadBytes()).isEqualTo(1_000_000);
    assertThat(limits.unpackedBytes()).isEqualTo(2_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "--maxMb=0, --maxMb",
    "--downloadAttempts=0, --downloadAttempts",
    "--downloadFirstWaitMillis=-1, --downloadFirstWaitMillis",
    "--downloadStallSeconds=0, --downloadStallSeconds",
    "--downloadsPerHost=0, --downloadsPerHost",
    "--zenodoUrl=zenodo.org, --zenodoUrl",
    "--githubRawUrl=file:///tmp, --githubRawUrl",
    "--figshareUrl=http://a b, --figshareUrl",
  })
  void refusesWhatCannotBeMeant(String word, String named) {
    assertThatThrownBy(() -> read(word))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Invalid " + named + ": ");
  }
}
