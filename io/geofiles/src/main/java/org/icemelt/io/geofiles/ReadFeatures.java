package org.icemelt.io.geofiles;

import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.geofiles.GeoFileException.Code;
import org.icemelt.io.geofiles.filter.FeatureFilter;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.coders.ModelCoders;
import org.jspecify.annotations.Nullable;

/**
 * Reads splits of files into features.
 *
 * <p>Each row of a split goes to exactly one place: {@link #FEATURES}, {@link #REJECTS}, or the
 * count of filtered rows. Each split ends with one {@link SplitDone} or one {@link SplitFailed}; a
 * property of a file never throws. A failing disk does, so that the runner tries again; then rows
 * of the attempt before may come twice, as always in Beam, and the runner drops them.
 *
 * <p>Metrics: {@code featuresRead}, {@code featuresRejected}, {@code featuresFiltered}, {@code
 * splitsFailed}.
 */
public final class ReadFeatures extends PTransform<PCollection<ReadTask>, PCollectionTuple> {
  public static final TupleTag<Feature> FEATURES = new TupleTag<>("features") {};
  public static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};
  public static final TupleTag<SplitDone> DONE = new TupleTag<>("done") {};
  public static final TupleTag<SplitFailed> FAILED = new TupleTag<>("failed") {};

  private static final long serialVersionUID = 1L;

  @Override
  public PCollectionTuple expand(PCollection<ReadTask> tasks) {
    PCollectionTuple out =
        tasks.apply(
            "ReadEach",
            ParDo.of(new ReadFn())
                .withOutputTags(FEATURES, TupleTagList.of(REJECTS).and(DONE).and(FAILED)));
    out.get(FEATURES).setCoder(ModelCoders.feature());
    out.get(REJECTS).setCoder(ModelCoders.reject());
    out.get(DONE).setCoder(SerializableCoder.of(SplitDone.class));
    out.get(FAILED).setCoder(SerializableCoder.of(SplitFailed.class));
    return out;
  }

  private static final class ReadFn extends DoFn<ReadTask, Feature> {
    private static final long serialVersionUID = 1L;

    private final Counter readCounter = Metrics.counter(ReadFeatures.class, "featuresRead");
    private final Counter rejectCounter = Metrics.counter(ReadFeatures.class, "featuresRejected");
    private final Counter filterCounter = Metrics.counter(ReadFeatures.class, "featuresFiltered");
    private final Counter failureCounter = Metrics.counter(ReadFeatures.class, "splitsFailed");

    @ProcessElement
    public void read(@Element ReadTask task, MultiOutputReceiver out) {
      var reading = new SplitReading(task, out);
      FeatureSource source = task.source();
      try {
        reading.run();
        out.get(DONE)
            .output(
                new SplitDone(
                    source.dataset(),
                    source.sourceFile(),
                    task.index(),
                    task.count(),
                    reading.read,
                    reading.rejected,
                    reading.filtered));
      } catch (GeoFileException e) {
        failureCounter.inc();
        out.get(FAILED)
            .output(
                new SplitFailed(
                    source.dataset(),
                    source.sourceFile(),
                    e.code(),
                    String.valueOf(e.getMessage()),
                    reading.read));
      }
      readCounter.inc(reading.read);
      rejectCounter.inc(reading.rejected);
      filterCounter.inc(reading.filtered);
    }
  }

  /** One split on its way to the outputs. */
  private static final class SplitReading {
    private final ReadTask task;
    private final FeatureSource source;
    private final @Nullable FeatureFilter filter;
    private final DoFn.OutputReceiver<Feature> features;
    private final DoFn.OutputReceiver<Reject> rejects;
    private long read;
    private long rejected;
    private long filtered;

    SplitReading(ReadTask task, DoFn.MultiOutputReceiver out) {
      this.task = task;
      this.source = task.source();
      this.filter = task.filter();
      this.features = out.get(FEATURES);
      this.rejects = out.get(REJECTS);
    }

    void run() throws GeoFileException {
      requireColumns();
      try (FeatureCursor cursor = GeoFiles.open(task.layer(), task.split(), source.schema())) {
        for (RowOutcome row = cursor.next(); row != null; row = cursor.next()) {
          if (row instanceof RowOutcome.Read good) {
            accept(good);
          } else if (row instanceof RowOutcome.Bad bad) {
            accept(bad);
          }
        }
      }
      long rows = read + filtered;
      if (rows != task.split().rows()) {
        throw new GeoFileException(
            Code.FILE_MALFORMED,
            "Failed to read %s of dataset %s: split %d has %d rows where the inspection counted %d."
                    .formatted(
                        source.sourceFile(),
                        source.dataset(),
                        task.index(),
                        rows,
                        task.split().rows())
                + " The file changed meanwhile; run again.");
      }
    }

    private void requireColumns() throws GeoFileException {
      if (filter != null) {
        try {
          filter.requireColumns(source.schema());
        } catch (IllegalArgumentException e) {
          throw new GeoFileException(
              Code.COLUMN_UNKNOWN,
              "Cannot read %s of dataset %s: %s"
                  .formatted(source.sourceFile(), source.dataset(), e.getMessage()),
              e);
        }
      }
    }

    private void accept(RowOutcome.Read good) {
      if (filter != null && !filter.test(source.schema(), good.values())) {
        filtered++;
      } else {
        read++;
        features.output(new Feature(source, good.row(), good.geometry(), good.values()));
      }
    }

    private void accept(RowOutcome.Bad bad) {
      if (filter != null && bad.values() != null && !filter.test(source.schema(), bad.values())) {
        filtered++;
      } else {
        read++;
        rejected++;
        rejects.output(
            new Reject(
                source.dataset(),
                source.sourceFile(),
                bad.row(),
                bad.reason(),
                bad.detail(),
                bad.raw()));
      }
    }
  }
}
