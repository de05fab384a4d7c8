package org.icemelt.io.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Where features come from; one object is shared by all features of a split.
 *
 * @param dataset name of the dataset in the manifest
 * @param sourceFile downloaded file, then the path in each archive, then the layer if the file has
 *     several: {@code a.zip/b/c.gpkg#layer}
 * @param crs the source's coordinate reference system as text: EPSG code, WKT, bare .prj text or
 *     PROJJSON
 * @param schema the dataset's columns: the union over its files
 */
public record FeatureSource(String dataset, String sourceFile, String crs, FeatureSchema schema)
    implements Serializable {
  public FeatureSource {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(crs, "crs");
    requireNonNull(schema, "schema");
  }
}
