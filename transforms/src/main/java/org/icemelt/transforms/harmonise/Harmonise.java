package org.icemelt.transforms.harmonise;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.IdentityHashMap;
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
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.icemelt.io.model.coders.ModelCoders;
import org.jspecify.annotations.Nullable;

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

    /** Of this bundle: a file's harmoniser by the object that its rows share. */
    private transient Map<BoundedWindow, Map<FeatureSource, Harmoniser>> harmonisers;

    private transient @Nullable FeatureSource lastSource;
    private transient @Nullable BoundedWindow lastWindow;
    private transient @Nullable Harmoniser last;

    HarmoniseFn(PCollectionView<Map<String, Profile>> profiles) {
      this.profiles = profiles;
      this.harmonisers = new HashMap<>();
    }

    @StartBundle
    public void start() {
      harmonisers = new HashMap<>();
      last = null;
    }

    @ProcessElement
    public void harmonise(ProcessContext context, BoundedWindow window) {
      WktSite site = context.element();
      Harmoniser harmoniser = last;
      if (harmoniser == null || site.source() != lastSource || !window.equals(lastWindow)) {
        harmoniser =
            harmonisers
                .computeIfAbsent(window, w -> new IdentityHashMap<>())
                .computeIfAbsent(site.source(), source -> compile(context, source));
        last = harmoniser;
        lastSource = site.source();
        lastWindow = window;
      }
      harmonised.inc();
      context.output(harmoniser.apply(site));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      harmonisers.forEach(
          (window, bySource) ->
              bySource
                  .values()
                  .forEach(
                      harmoniser -> {
                        harmoniser
                            .drainFills()
                            .forEach(f -> context.output(FILLED, f, window.maxTimestamp(), window));
                        harmoniser
                            .drainWarnings()
                            .forEach(
                                w -> context.output(WARNINGS, w, window.maxTimestamp(), window));
                      }));
      harmonisers.clear();
      last = null;
    }

    private Harmoniser compile(ProcessContext context, FeatureSource source) {
      Profile profile = context.sideInput(profiles).get(source.dataset());
      if (profile == null) {
        throw new IllegalStateException(
            "Cannot harmonise %s: no profile was resolved for dataset %s before its rows came"
                .formatted(source.sourceFile(), source.dataset()));
      }
      return Harmoniser.compile(profile, source);
    }
  }
}
