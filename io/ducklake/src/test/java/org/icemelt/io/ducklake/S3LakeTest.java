package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.icemelt.io.ducklake.TestLake.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.io.ducklake.s3.PathStyleS3;
import org.icemelt.judge.Judge;
import org.icemelt.judge.LakeAudit;
import org.icemelt.judge.S3Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose files are in a store that speaks S3. */
class S3LakeTest {
  private static final Schema SITE =
      Schema.builder()
          .addStringField("country")
          .addInt64Field("id")
          .addNullableField("name", FieldType.STRING)
          .build();

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private Path folder;

  private S3Server server;
  private Path bucket;
  private LakeConfig lake;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start(folder);
    bucket = server.makeBucket("lake");
    lake = LakeConfig.of("sqlite:" + folder.resolve("catalog.sqlite")).withDataPath("s3://lake/pv");
    System.setProperty("aws.accessKeyId", server.accessKey());
    System.setProperty("aws.secretAccessKey", server.secretKey());
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    server.close();
  }

  /** At a host's name, as R2 has one: a client left to itself would ask for lake.localhost. */
  private PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    PathStyleS3.use(options, "http://" + server.namedAddress());
    return options;
  }

  private void write(WriteRows write, Row... rows) {
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply("Rows", Create.of(List.of(rows)).withRowSchema(SITE))
        .apply(
            "Write",
            write.withLake(lake).to("sites").withPartitioning(PartitionField.identity("country")));
    pipeline.run().waitUntilFinish();
  }

  private static Row site(String country, long id, String name) {
    return Row.withSchema(SITE).addValues(country, id, name).build();
  }

  private static List<List<Object>> sites(Connection duckdb) throws Exception {
    return Judge.rows(duckdb, "SELECT country, id, name FROM lake.sites ORDER BY id");
  }

  private Connection duckdb() throws Exception {
    Connection duckdb = Judge.connect();
    server.open(duckdb);
    Judge.attach(duckdb, lake.catalog().toString(), "lake");
    return duckdb;
  }

  @Test
  void isReadAndWrittenByDuckDbAndByUsInTurn() throws Exception {
    write(DuckLakeIO.write(), site("IN", 1, "a"), site("D E", 2, null));
    try (Connection duckdb = duckdb()) {
      assertThat(sites(duckdb)).containsExactly(row("IN", 1L, "a"), row("D E", 2L, null));
      Judge.execute(
          duckdb,
          "CALL lake.set_option('data_inlining_row_limit', 0)",
          "INSERT INTO lake.sites VALUES ('IN', 3, 'duck'), ('US', 4, 'duck')",
          "DELETE FROM lake.sites WHERE id = 1");
      assertThat(sites(duckdb))
          .containsExactly(row("D E", 2L, null), row("IN", 3L, "duck"), row("US", 4L, "duck"));
    }
    write(
        DuckLakeIO.write().withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS),
        site("IN", 5, "new"));
    try (Connection duckdb = duckdb()) {
      assertThat(sites(duckdb))
          .containsExactly(row("D E", 2L, null), row("US", 4L, "duck"), row("IN", 5L, "new"));
    }
    List<String> paths =
        Lake.of(lake).tables().stream()
            .flatMap(table -> table.files().stream())
            .map(Lake.FileInfo::path)
            .toList();
    assertThat(paths)
        .hasSize(3)
        .allMatch(path -> path.startsWith("s3://lake/pv/main/sites/country="))
        .noneMatch(path -> path.substring("s3://".length()).contains("//"))
        .allMatch(
            path -> Files.isRegularFile(bucket.resolve(path.substring("s3://lake/".length()))));
    assertThat(localCopyIsSound()).isEmpty();
  }

  /** The bucket's objects are files here, so that the audit can read them without keys. */
  private List<String> localCopyIsSound() throws Exception {
    Path copy = folder.resolve("copy.sqlite");
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + lake.catalogFile())) {
      Judge.execute(catalog, "VACUUM INTO " + Judge.literal(copy.toString()));
    }
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
      Judge.execute(
          catalog,
          "UPDATE ducklake_metadata SET value = "
              + Judge.literal(bucket.resolve("pv") + "/")
              + " WHERE key = 'data_path'");
    }
    return LakeAudit.check("sqlite:" + copy);
  }

  @Test
  void aCommitThatIsRefusedLeavesNoObjects() throws Exception {
    assertThatThrownBy(() -> write(DuckLakeIO.write().withoutCreatingTables(), site("IN", 1, "a")))
        .rootCause()
        .isInstanceOf(CommitRefusedException.class);
    try (Stream<Path> objects = Files.walk(bucket)) {
      assertThat(objects.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void wrongKeysAreRefusedAndNoKeyIsShownAnywhere() throws Exception {
    PipelineOptions options = options();
    String shown =
        DisplayData.from(options).items()
            + DisplayData.from(DuckLakeIO.write().withLake(lake).to("t")).items().toString()
            + options;
    assertThat(shown).doesNotContain(server.secretKey()).doesNotContain(server.accessKey());
    System.setProperty("aws.secretAccessKey", "no-" + server.secretKey());
    assertThatThrownBy(() -> write(DuckLakeIO.write(), site("IN", 1, "a")))
        .satisfies(
            failure -> {
              var text = new java.io.StringWriter();
              failure.printStackTrace(new java.io.PrintWriter(text));
              assertThat(text.toString()).contains("403").doesNotContain(server.secretKey());
            });
    assertThat(Lake.of(lake).exists()).isFalse();
  }

  @Test
  void anEndpointIsAnAddressWithoutKeys() {
    PipelineOptions options = PipelineOptionsFactory.create();
    for (String bad : new String[] {"localhost:9000", "ftp://x", "http://me:hunter2@x", "::"}) {
      assertThatThrownBy(() -> PathStyleS3.use(options, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid S3 endpoint")
          .hasMessageNotContaining("hunter2");
    }
  }
}
