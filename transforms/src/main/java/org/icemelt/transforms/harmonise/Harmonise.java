package org.icemelt.transforms.harmonise;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.icemelt.io.model.coders.ModelCoders;

/**
 * Fills the common PV columns of each site by its dataset's profile.
 *
 * <pre>{@code
 * PCollectionView<Map<String, Profile>> profiles = plans.apply(View.asMap());
 * PCollectionTuple out = sites.apply("Harmonise", new Harmonise(profiles));
 * PCollection<PvRecord> records = out.get(Harmonise.HARMONISED);
 * }</pre>
 *
 * <p>Outputs: {@link #HARMONISED}, one record per site; {@link #FILLED}, per bundle, file, target
 * and candidate how many rows were filled ({@link FieldMappingRow#sum} adds them up; what a bundle
 * of a cancelled attempt emitted is dropped with the attempt); {@link #WARNINGS}. There is no
 * rejects output: a value that cannot be converted gives null, is counted, and never rejects its
 * row.
 *
 * <p>Metric: {@code recordsHarmonised}. Every dataset that comes must have an entry in the view
 * ({@link Profiles#resolve} makes them), else the bundle fails.
 */
public final class Harmonise extends PTransform<PCollection<WktSite>, PCollectionTuple> {
  public static final TupleTag<PvRecord> HARMONISED = new TupleTag<>("harmonised") {};
  public static final TupleTag<FieldFill> FILLED = new TupleTag<>("filled") {};
  public static final TupleTag<HarmoniseWarning> WARNINGS = new TupleTag<>("warnings") {};

  private final PCollectionView<Map<String, Profile>> profiles;

  /**
   * @param profiles dataset name → its profile as {@link Profiles#resolve} gave it
   */
  public Harmonise(PCollectionView<Map<String, Profile>> profiles) {
    this.profiles = requireNonNull(profiles, "profiles");
  }

  @Override
  public PCollectionTuple expand(PCollection<WktSite> sites) {
    PCollectionTuple out =
        sites.apply(
            "HarmoniseEach",
            ParDo.of(new HarmoniseFn(profiles))
                .withSideInputs(profiles)
                .withOutputTags(HARMONISED, TupleTagList.of(FILLED).and(WARNINGS)));
    out.get(HARMONISED).setCoder(ModelCoders.pvRecord());
    out.get(FILLED).setCoder(SerializableCoder.of(FieldFill.class));
    out.get(WARNINGS).setCoder(SerializableCoder.of(HarmoniseWarning.class));
    return out;
  }

  private static final class HarmoniseFn extends DoFn<WktSite, PvRecord> {
    private final PCollectionView<Map<String, Profile>> profiles;
    private final Counter harmonised = Metrics.counter(Harmonise.class, "recordsHarmonised");

    /** Of this bundle. */
    private transient Map<BoundedWindow, Harmonisers> harmonisers;

    private transient int records;

    HarmoniseFn(PCollectionView<Map<String, Profile>> profiles) {
      this.profiles = profiles;
      this.harmonisers = new HashMap<>();
    }

    @StartBundle
    public void start() {
      harmonisers = new HashMap<>();
      records = 0;
    }

    @ProcessElement
    public void harmonise(ProcessContext context, BoundedWindow window) {
      Harmonisers ofWindow = harmonisers.get(window);
      if (ofWindow == null) {
        Map<String, Profile> planned = context.sideInput(profiles);
        ofWindow = new Harmonisers(dataset -> profileOf(dataset, planned));
        harmonisers.put(window, ofWindow);
      }
      records++;
      context.output(ofWindow.apply(context.element()));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      harmonised.inc(records);
      harmonisers.forEach(
          (window, ofWindow) -> {
            for (FieldFill fill : ofWindow.drainFills()) {
              context.output(FILLED, fill, window.maxTimestamp(), window);
            }
            for (HarmoniseWarning warning : ofWindow.drainWarnings()) {
              context.output(WARNINGS, warning, window.maxTimestamp(), window);
            }
          });
      harmonisers.clear();
    }

    private static Profile profileOf(String dataset, Map<String, Profile> planned) {
      Profile profile = planned.get(dataset);
      if (profile == null) {
        throw new IllegalStateException(
            "Cannot harmonise dataset %s: no profile was resolved for it before its rows came"
                .formatted(dataset));
      }
      return profile;
    }
  }
}
