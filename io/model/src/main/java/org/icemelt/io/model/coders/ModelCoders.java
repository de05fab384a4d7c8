package org.icemelt.io.model.coders;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.icemelt.io.model.Feature;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.Reject;
import org.icemelt.io.model.Site;
import org.icemelt.io.model.WktSite;

/**
 * The coders of the elements. All but {@link #reject()} are deterministic, keep every double bit by
 * bit and decode a {@code FeatureSource} once per coder rather than once per element.
 */
public final class ModelCoders {
  private ModelCoders() {}

  public static Coder<Feature> feature() {
    return new FeatureCoder();
  }

  public static Coder<Site> site() {
    return new SiteCoder();
  }

  public static Coder<WktSite> wktSite() {
    return new WktSiteCoder();
  }

  public static Coder<PvRecord> pvRecord() {
    return new PvRecordCoder();
  }

  public static Coder<Reject> reject() {
    return SerializableCoder.of(Reject.class);
  }
}
