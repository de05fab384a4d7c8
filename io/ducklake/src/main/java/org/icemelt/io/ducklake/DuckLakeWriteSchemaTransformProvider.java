package org.icemelt.io.ducklake;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.schematransform.WriteConfiguration;
import org.icemelt.io.ducklake.internal.schematransform.WriteTransform;

/**
 * {@link DuckLakeIO#write} for other languages and for YAML, by the name {@value #URN}.
 *
 * <p>Input {@code input}: rows with a schema. Output {@code snapshots}: one row a commit, with
 * {@code outcome}, {@code snapshot_id} and {@code write_id}; with {@code error_handling}, one more
 * under the name that it gives: the failed rows with their {@code error_message}.
 */
public final class DuckLakeWriteSchemaTransformProvider implements SchemaTransformProvider {
  public static final String URN = "beam:schematransform:org.icemelt:ducklake_write:v1";

  @Override
  public String identifier() {
    return URN;
  }

  @Override
  public String description() {
    return "Writes rows to a table of a DuckLake lake, in one snapshot, or for unbounded input in one snapshot for each trigger.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(WriteTransform.INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(WriteTransform.SNAPSHOTS);
  }

  @Override
  public Schema configurationSchema() {
    return WriteConfiguration.SCHEMA;
  }

  @Override
  public SchemaTransform from(Row configuration) {
    return new WriteTransform(new WriteConfiguration(configuration));
  }
}
