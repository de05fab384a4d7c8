package org.icemelt.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.DuckLakeIO;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.TableId;
import org.joda.time.Duration;

/** A program for a cluster: numbers from 0 on, without end, into the tables {@code n0} … n2. */
public final class EndlessEvents {
  private static final Schema EVENT =
      Schema.builder().addInt64Field("number").addStringField("text").build();

  private EndlessEvents() {}

  /** What the program is told. */
  public interface Options extends PipelineOptions {
    String getCatalog();

    void setCatalog(String value);

    String getDataPath();

    void setDataPath(String value);

    /** File that gets a line for each delivery of a pane. */
    String getDeliveries();

    void setDeliveries(String value);
  }

  /** Submits the job and returns. */
  public static void main(String[] args) {
    PipelineOptionsFactory.register(Options.class);
    Options options = PipelineOptionsFactory.fromArgs(args).as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Numbers", GenerateSequence.from(0).withRate(500, Duration.standardSeconds(1)))
        .apply("ToRows", ParDo.of(new ToRow()))
        .setRowSchema(EVENT)
        .apply(
            "Write",
            DuckLakeIO.write()
                .withLake(LakeConfig.of(options.getCatalog()).withDataPath(options.getDataPath()))
                .to(new ByRemainder())
                .withStreamingWriters(2)
                .withTriggeringFrequency(Duration.standardSeconds(1)))
        .commits()
        .apply("Note", ParDo.of(new Note(options.getDeliveries())));
    pipeline.run();
  }

  private static final class ToRow extends DoFn<Long, Row> {
    @ProcessElement
    public void convert(@Element Long number, OutputReceiver<Row> out) {
      out.output(Row.withSchema(EVENT).addValues(number, "event " + number).build());
    }
  }

  private static final class ByRemainder implements SerializableFunction<Row, TableId> {
    @Override
    public TableId apply(Row row) {
      return TableId.parse("n" + row.getInt64("number") % 3);
    }
  }

  private static final class Note extends DoFn<CommitResult, Void> {
    private final String file;

    Note(String file) {
      this.file = file;
    }

    @ProcessElement
    public void note(@Element CommitResult result) throws IOException {
      Files.write(
          Path.of(file),
          (result.outcome() + " " + result.snapshotId() + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
