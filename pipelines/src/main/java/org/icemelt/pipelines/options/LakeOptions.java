package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Which lake a command works on. */
public interface LakeOptions extends PipelineOptions {
  @Description(
      "The lake's catalog: sqlite:PATH, postgres:dbname=… host=…, duckdb:PATH; exactly what follows"
          + " \"ducklake:\" in DuckDB's ATTACH. PG* variables count; a password belongs in"
          + " PGPASSWORD or PGPASSFILE.")
  @Default.String("sqlite:db/ducklake_catalog.sqlite")
  String getCatalog();

  void setCatalog(String value);

  @Description(
      "Folder of the lake's data files, with a trailing slash. Default: what the catalog holds;"
          + " for a new lake db/ducklake_data/.")
  @Nullable String getDataPath();

  void setDataPath(@Nullable String value);

  @Description(
      "Address of a store that speaks S3 (Cloudflare R2, MinIO), for s3:// addresses: https://host,"
          + " asked in path style. Keys and region come from the environment: AWS_ACCESS_KEY_ID,"
          + " AWS_SECRET_ACCESS_KEY, AWS_REGION. Default: Amazon's.")
  @Nullable String getS3Endpoint();

  void setS3Endpoint(@Nullable String value);

  @Description("Print stack traces and the debug log.")
  @Default.Boolean(false)
  boolean isVerbose();

  void setVerbose(boolean value);
}
