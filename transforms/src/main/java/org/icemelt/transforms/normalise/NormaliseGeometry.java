package org.icemelt.transforms.normalise;

import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.coders.ModelCoders;
import org.jspecify.annotations.Nullable;

/**
 * Brings features to EPSG:4326 (longitude, latitude), repairs and measures them.
 *
 * <pre>{@code
 * PCollectionTuple placed = features.apply("Normalise", new NormaliseGeometry());
 * PCollection<Site> sites = placed.get(NormaliseGeometry.NORMALISED);
 * PCollection<Reject> rejects = placed.get(NormaliseGeometry.REJECTED);
 * }</pre>
 *
 * <p>What happens to a feature, in this order:
 *
 * <ul>
 *   <li>Reprojection by its source's CRS text; a source in WGS 84 keeps its geometry object. Z and
 *       M are dropped when the geometry is written as WKT: what is stored is two-dimensional, and a
 *       Z that is no number never rejects.
 *   <li>NaN or infinite: {@code COORDINATE_NOT_FINITE}. Beyond ±180 or ±90 by more than 1e-9
 *       degrees, or outside the reach of the source's projection: {@code COORDINATE_OUT_OF_RANGE}.
 *   <li>Only if JTS finds it invalid by OGC's rules, a structure-preserving repair; {@link
 *       Site#repaired()} is true for exactly these. Parts of lower dimension are left out; if
 *       nothing else remains, {@code GEOMETRY_UNREPAIRABLE}.
 *   <li>Area in m² on the ellipsoid of the geometry as stored (null for points and lines), planar
 *       centroid, H3 cell of the centroid at resolution 12.
 * </ul>
 *
 * <p>Element by element, for bounded and unbounded input alike; every feature comes out once, on
 * one side or the other. A CRS that cannot be understood is the dataset's fault and throws {@link
 * org.icemelt.transforms.crs.UnknownCrsException}: resolve it once when the file is inspected, and
 * report {@link org.icemelt.transforms.crs.CrsTransform#warning()} there.
 *
 * <p>Metrics: {@code geometriesNormalised}, {@code geometriesRepaired}, {@code geometriesRejected}.
 */
public final class NormaliseGeometry extends PTransform<PCollection<Feature>, PCollectionTuple> {
  public static final TupleTag<Site> NORMALISED = new TupleTag<>("normalised") {};
  public static final TupleTag<Reject> REJECTED = new TupleTag<>("rejected") {};

  @Override
  public PCollectionTuple expand(PCollection<Feature> features) {
    PCollectionTuple out =
        features.apply(
            "NormaliseEach",
            ParDo.of(new NormaliseFn()).withOutputTags(NORMALISED, TupleTagList.of(REJECTED)));
    out.get(NORMALISED).setCoder(ModelCoders.site());
    out.get(REJECTED).setCoder(ModelCoders.reject());
    return out;
  }

  private static final class NormaliseFn extends DoFn<Feature, Site> {
    private final Counter normalised = counter("geometriesNormalised");
    private final Counter repaired = counter("geometriesRepaired");
    private final Counter rejected = counter("geometriesRejected");
    private transient @Nullable FeatureNormaliser normaliser;

    /** Of this bundle: a counter costs more than a step's look at a small polygon. */
    private transient int sites;

    private transient int repairs;
    private transient int rejects;

    private static Counter counter(String name) {
      return Metrics.counter(NormaliseGeometry.class, name);
    }

    @Setup
    public void setup() {
      normaliser = new FeatureNormaliser();
    }

    @StartBundle
    public void start() {
      sites = 0;
      repairs = 0;
      rejects = 0;
    }

    @ProcessElement
    public void process(@Element Feature feature, MultiOutputReceiver out) {
      Placement placement = Objects.requireNonNull(normaliser).normalise(feature);
      if (placement instanceof Placement.Placed placed) {
        sites++;
        if (placed.site().repaired()) {
          repairs++;
        }
        out.get(NORMALISED).output(placed.site());
      } else if (placement instanceof Placement.Refused refused) {
        rejects++;
        out.get(REJECTED).output(refused.reject());
      }
    }

    @FinishBundle
    public void finish() {
      normalised.inc(sites);
      repaired.inc(repairs);
      rejected.inc(rejects);
    }
  }
}
