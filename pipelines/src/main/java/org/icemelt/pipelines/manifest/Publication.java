package org.icemelt.pipelines.manifest;

import java.io.Serializable;
import org.icemelt.io.repositories.Doi;
import org.jspecify.annotations.Nullable;

/**
 * What was published, for provenance; null where the manifest is silent.
 *
 * @param doi a DOI or an address, as the manifest states it
 * @param datasetDoi DOI of the dataset where {@code doi} is an address
 * @param description prose about the data records
 * @param frozen pinned to a version, so never stale
 */
public record Publication(
    @Nullable String doi,
    @Nullable String datasetDoi,
    @Nullable String paperDoi,
    @Nullable String paperTitle,
    @Nullable String description,
    @Nullable String version,
    boolean frozen,
    @Nullable String license)
    implements Serializable {
  /**
   * What column {@code doi} holds: the dataset's DOI in its bare form, else the address; or null.
   */
  public @Nullable String recordDoi() {
    if (datasetDoi != null) {
      return Doi.bare(datasetDoi);
    }
    return doi == null ? null : Doi.bare(doi);
  }
}
