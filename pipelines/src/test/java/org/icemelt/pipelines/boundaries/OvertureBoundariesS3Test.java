package org.icemelt.pipelines.boundaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.icemelt.io.ducklake.s3.PathStyleS3;
import org.icemelt.io.geofiles.Box;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.judge.S3Server;
import org.icemelt.transforms.admin.Boundary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The same boundaries from a store that speaks S3, laid out as Overture's own bucket is. */
class OvertureBoundariesS3Test {
  private static final String TYPE =
      "s3://overture/release/synthetic/theme=divisions/type=division_area/";

  @TempDir static Path folder;
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
    Path type =
        Files.createDirectories(
            server.makeBucket("overture").resolve(TYPE.substring("s3://overture/".length())));
    try (Stream<Path> files = Files.list(OvertureBoundariesTest.FILES)) {
      for (Path file : files.toList()) {
        Files.copy(file, type.resolve(file.getFileName()));
      }
    }
    PipelineOptions options = PipelineOptionsFactory.create();
    PathStyleS3.use(options, "http://" + server.namedAddress());
    options
        .as(AwsOptions.class)
        .setAwsCredentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKey(), server.secretKey())));
    FileSystems.setDefaultPipelineOptions(options);
  }

  @AfterAll
  static void stop() {
    server.close();
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  private static List<Boundary> read(String spec, Box window) throws Exception {
    List<Boundary> found = new ArrayList<>();
    OvertureBoundaries.find(spec).read(window, found::add);
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "part-*.parquet"})
  void readsWhatLocalFilesHold(String files) throws Exception {
    List<Boundary> local = new ArrayList<>();
    OvertureBoundaries.find(OvertureBoundariesTest.FILES.toString()).read(null, local::add);

    assertThat(local).hasSize(6);
    assertThat(read(TYPE + files, null)).containsExactlyElementsOf(local);
  }

  @Test
  void takesOnlyWhatTouchesTheWindow() throws Exception {
    assertThat(read(TYPE + "part-00001.parquet", new Box(69, 21, 70, 22)))
        .extracting(Boundary::id)
        .containsExactly("area-in");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatExceptionOfType(GeoFileException.class)
        .isThrownBy(() -> read("s3://overture/nothing/*", null))
        .withMessageContaining("s3://overture/nothing/*")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.FILE_MISSING));
  }
}
