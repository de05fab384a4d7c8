package org.icemelt.io.ducklake.internal.schematransform;

import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.values.PCollectionRowTuple;

/** A read with the settings of a configuration. */
public final class ReadTransform extends SchemaTransform {
  public static final String OUTPUT = "output";

  private final transient ReadConfiguration settings;

  public ReadTransform(ReadConfiguration settings) {
    this.settings = settings;
  }

  @Override
  public PCollectionRowTuple expand(PCollectionRowTuple none) {
    return PCollectionRowTuple.of(OUTPUT, none.getPipeline().apply("Read", settings.read()));
  }
}
