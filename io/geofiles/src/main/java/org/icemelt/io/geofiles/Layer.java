package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a file, as a single inspection found it.
 *
 * @param sourceFile {@code file.sourceFile()}, with {@code #name} behind it if the file has several
 *     layers
 * @param name the layer's name inside the file; null where the format has none
 * @param crs text of the CRS to read it in (the file's own, or the manifest's by the rule of {@link
 *     GeoFile}); null if nobody states one. GeoJSON without a {@code crs} member is EPSG:4326
 * @param schema columns as this layer types them
 * @param featureCount features in the layer, those without geometry included
 * @param splits parts that together hold each feature once; none for a layer without features
 */
public record Layer(
    GeoFile file,
    Format format,
    String sourceFile,
    @Nullable String name,
    @Nullable String crs,
    FeatureSchema schema,
    long featureCount,
    List<Split> splits)
    implements Serializable {
  public Layer {
    requireNonNull(file, "file");
    requireNonNull(format, "format");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(schema, "schema");
    splits = List.copyOf(splits);
  }

  /** The same layer with an empty list of splits, small enough to travel with each of them. */
  Layer withoutSplits() {
    return splits.isEmpty()
        ? this
        : new Layer(file, format, sourceFile, name, crs, schema, featureCount, List.of());
  }
}
