package org.icemelt.io.ducklake.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Clients that ask for {@code https://endpoint/bucket/key}, as Cloudflare R2, MinIO and most others
 * want it, where Amazon's own would ask for {@code https://bucket.endpoint/key}.
 */
public final class PathStyleS3 implements S3ClientBuilderFactory {
  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return new DefaultS3ClientBuilderFactory().createBuilder(options).forcePathStyle(true);
  }

  /**
   * Lets a pipeline read and write {@code s3://} at an endpoint. Keys are not options: each worker
   * takes them from its environment ({@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}) or
   * from wherever else Amazon's client looks. So it does with the region, and where there is none,
   * it is {@code us-east-1}: such stores have no regions, but signatures need the word.
   *
   * @param endpoint {@code https://host} or {@code http://host:port}, without user or password
   * @throws IllegalArgumentException if it is something else; a password in it is not repeated
   */
  public static void use(PipelineOptions options, String endpoint) {
    options.as(AwsOptions.class).setEndpoint(parse(endpoint));
    options.as(S3Options.class).setS3ClientFactoryClass(PathStyleS3.class);
    boolean hasRegion =
        Stream.of(System.getProperty("aws.region"), System.getenv("AWS_REGION"))
            .flatMap(region -> Optional.ofNullable(region).stream())
            .anyMatch(region -> !region.isBlank());
    if (!hasRegion) {
      options.as(AwsOptions.class).setAwsRegion(Region.US_EAST_1);
    }
  }

  private static URI parse(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw invalid(); // its message would repeat the text
    }
    throw invalid();
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "Invalid S3 endpoint. Write https://host or http://host:port, without user and password: keys come from the environment.");
  }
}
