package org.icemelt.pipelines.options;

import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Clients that look for their region when something is read from {@code s3://} for the first time.
 *
 * <p>Beam asks for it whenever options are opened, whatever the program does; where neither
 * environment nor profile names one, that is a question to a server which only Amazon's machines
 * have, and which takes seconds elsewhere.
 */
public final class LateRegionS3 implements S3ClientBuilderFactory {
  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return new DefaultS3ClientBuilderFactory().createBuilder(options).region(null);
  }

  /** For options in which nobody has named a region or an endpoint. */
  static void use(PipelineOptions options) {
    options.as(S3Options.class).setS3ClientFactoryClass(LateRegionS3.class);
    options.as(AwsOptions.class).setAwsRegion(Region.US_EAST_1); // none of our clients gets it
  }
}
