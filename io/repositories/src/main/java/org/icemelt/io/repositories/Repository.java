package org.icemelt.io.repositories;

import java.util.Locale;
import java.util.Optional;

/** Where datasets are published. The word is the one that manifests use. */
public enum Repository {
  ZENODO,
  FIGSHARE,
  SCIENCEBASE,
  GITHUB,
  DIRECT_DOWNLOAD,
  LOCAL;

  /** The manifest's word, e.g. {@code direct_download}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The repository of a manifest's word; empty if there is none of that name. */
  public static Optional<Repository> ofWord(String word) {
    for (Repository repository : values()) {
      if (repository.word().equals(word)) {
        return Optional.of(repository);
      }
    }
    return Optional.empty();
  }
}
