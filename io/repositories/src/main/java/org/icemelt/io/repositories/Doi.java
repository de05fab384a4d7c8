package org.icemelt.io.repositories;

import java.util.Locale;
import java.util.Optional;

/** What the text of a {@code doi} says: a DOI, or the address of a file, record or repository. */
public final class Doi {
  private Doi() {}

  /**
   * The bare form of a DOI: {@code https://doi.org/10.5281/zenodo.1} and {@code
   * doi:10.5281/zenodo.1} become {@code 10.5281/zenodo.1}; other text is returned trimmed.
   */
  public static String bare(String text) {
    String trimmed = text.strip();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    for (String prefix :
        new String[] {
          "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"
        }) {
      if (lower.startsWith(prefix)) {
        return trimmed.substring(prefix.length()).strip();
      }
    }
    return trimmed;
  }

  /** The text is a DOI, bare or as a link to the resolver. */
  public static boolean isDoi(String text) {
    String bare = bare(text);
    int slash = bare.indexOf('/');
    return bare.startsWith("10.") && slash > 3 && slash < bare.length() - 1;
  }

  /**
   * The repository that the text itself names: by the registrant's prefix of a DOI, by the host of
   * an address. Empty where it leaves that open, e.g. a DOI of an unknown registrant.
   */
  public static Optional<Repository> repository(String text) {
    String bare = bare(text).toLowerCase(Locale.ROOT);
    if (bare.startsWith("10.5281/zenodo.")) {
      return Optional.of(Repository.ZENODO);
    }
    if (bare.startsWith("10.6084/m9.figshare.")) {
      return Optional.of(Repository.FIGSHARE);
    }
    if (bare.startsWith("10.5066/")) {
      return Optional.of(Repository.SCIENCEBASE);
    }
    if (!bare.startsWith("http://") && !bare.startsWith("https://")) {
      return Optional.empty();
    }
    String rest = bare.substring(bare.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    if (host.equals("github.com") || host.equals("www.github.com")) {
      return Optional.of(Repository.GITHUB);
    }
    if (host.equals("raw.githubusercontent.com")) {
      return Optional.of(Repository.GITHUB);
    }
    if (host.endsWith("zenodo.org") && path.startsWith("/record")) {
      return Optional.of(Repository.ZENODO);
    }
    if (host.endsWith("figshare.com") && path.startsWith("/articles/")) {
      return Optional.of(Repository.FIGSHARE);
    }
    if (host.endsWith("sciencebase.gov") && path.startsWith("/catalog/item/")) {
      return Optional.of(Repository.SCIENCEBASE);
    }
    return Optional.of(Repository.DIRECT_DOWNLOAD);
  }
}
