package org.icemelt.io.ducklake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.DuckLakeIO.WriteDisposition;
import org.icemelt.judge.ProjectRoot;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@link DuckLakeIO}'s javadoc, as they stand there. */
class GuideTest {
  private static final Schema EVENT =
      Schema.builder().addStringField("kind").addStringField("country").build();

  @TempDir private Path folder;

  private static final class ToEvent extends SimpleFunction<Long, Row> {
    @Override
    public Row apply(Long number) {
      return Row.withSchema(EVENT).addValues("k" + number, "IN").build();
    }
  }

  @Test
  void itsExamplesCompileAndApply() throws Exception {
    LakeConfig lake =
        LakeConfig.of("sqlite:" + folder.resolve("c.sqlite")).withDataPath(folder + "/d/");
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> events =
        pipeline.apply(
            Create.of(List.of(Row.withSchema(EVENT).addValues("a", "IN").build()))
                .withRowSchema(EVENT));
    PCollection<Row> rows = events;
    PCollection<Row> endless =
        Pipeline.create()
            .apply(GenerateSequence.from(0))
            .apply(MapElements.via(new ToEvent()))
            .setRowSchema(EVENT);
    WriteResult written =
        rows.apply(
            "WriteSites",
            DuckLakeIO.write()
                .withLake(lake)
                .to("sites")
                .withPartitioning(PartitionField.identity("country"))
                .withWriteDisposition(WriteDisposition.OVERWRITE_PARTITIONS));
    events.apply(
        DuckLakeIO.write()
            .withLake(lake)
            .to(row -> TableId.of("events", row.getString("kind")))
            .withFailedRows());
    endless.apply(
        DuckLakeIO.write()
            .withLake(lake)
            .to("events")
            .withTriggeringFrequency(Duration.standardMinutes(1)));
    assertThat(written.commits().getName()).isNotEmpty();
    pipeline.run().waitUntilFinish();
    assertThat(Lake.of(lake).tables())
        .extracting(t -> t.name().name())
        .containsExactly("a", "sites");

    String test = code(Path.of("src/test/java/org/icemelt/io/ducklake/GuideTest.java"));
    String guide = Files.readString(main());
    String[] examples = guide.split("<pre>\\{@code");
    for (int i = 1; i < examples.length && i < 4; i++) {
      String example = examples[i].substring(0, examples[i].indexOf("}</pre>"));
      String call = example.substring(example.indexOf("apply("));
      assertThat(test).contains(squeezed(call.replace("\n *", "\n")));
    }
    assertThat(examples.length).isGreaterThan(3);
  }

  private static Path main() {
    return Objects.requireNonNull(
        ProjectRoot.path()
            .resolve("io/ducklake/src/main/java/org/icemelt/io/ducklake/DuckLakeIO.java"));
  }

  private static String code(Path inModule) throws Exception {
    return squeezed(Files.readString(ProjectRoot.path().resolve("io/ducklake").resolve(inModule)));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }
}
