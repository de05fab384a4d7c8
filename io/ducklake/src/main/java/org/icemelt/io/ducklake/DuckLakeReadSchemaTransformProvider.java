package org.icemelt.io.ducklake;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.values.Row;
import org.icemelt.io.ducklake.internal.schematransform.ReadConfiguration;
import org.icemelt.io.ducklake.internal.schematransform.ReadTransform;

/**
 * {@link DuckLakeIO#read} for other languages and for YAML, by the name {@value #URN}. No input;
 * output {@code output}: the rows.
 */
public final class DuckLakeReadSchemaTransformProvider implements SchemaTransformProvider {
  public static final String URN = "beam:schematransform:org.icemelt:ducklake_read:v1";

  @Override
  public String identifier() {
    return URN;
  }

  @Override
  public String description() {
    return "Reads a table of a DuckLake lake as it was at one snapshot; columns, files and row groups that are not asked for are left unread.";
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of();
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(ReadTransform.OUTPUT);
  }

  @Override
  public Schema configurationSchema() {
    return ReadConfiguration.SCHEMA;
  }

  @Override
  public SchemaTransform from(Row configuration) {
    return new ReadTransform(new ReadConfiguration(configuration));
  }
}
