package org.icemelt.transforms.wkt;

import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.WktSite;
import org.icemelt.io.model.coders.ModelCoders;
import org.jspecify.annotations.Nullable;

/**
 * Writes both geometries of a site as WKT that parses back to the identical doubles.
 *
 * <pre>{@code
 * PCollectionTuple encoded = sites.apply("Encode", new EncodeWkt());
 * PCollection<WktSite> texts = encoded.get(EncodeWkt.ENCODED);
 * }</pre>
 *
 * <p>Element by element, for bounded and unbounded input alike, one output an input: a site whose
 * coordinates are all finite is ENCODED, any other is REJECTED (what {@code NormaliseGeometry} lets
 * through is always finite). Unless repaired, source geometry and geometry are one text.
 */
public final class EncodeWkt extends PTransform<PCollection<Site>, PCollectionTuple> {
  public static final TupleTag<WktSite> ENCODED = new TupleTag<>("encoded") {};
  public static final TupleTag<Reject> REJECTED = new TupleTag<>("rejected") {};

  @Override
  public PCollectionTuple expand(PCollection<Site> sites) {
    PCollectionTuple out =
        sites.apply(
            "EncodeEach",
            ParDo.of(new EncodeFn()).withOutputTags(ENCODED, TupleTagList.of(REJECTED)));
    out.get(ENCODED).setCoder(ModelCoders.wktSite());
    out.get(REJECTED).setCoder(ModelCoders.reject());
    return out;
  }

  private static final class EncodeFn extends DoFn<Site, WktSite> {
    private transient @Nullable SiteEncoder encoder;

    @Setup
    public void setup() {
      encoder = new SiteEncoder();
    }

    @ProcessElement
    public void process(@Element Site site, MultiOutputReceiver out) {
      SiteEncoder encode = Objects.requireNonNull(encoder);
      Optional<WktSite> encoded = encode.encode(site);
      if (encoded.isPresent()) {
        out.get(ENCODED).output(encoded.get());
      } else {
        out.get(REJECTED).output(encode.notFinite(site));
      }
    }
  }
}
