package org.icemelt.io.repositories;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the text of a {@code doi} says: a DOI, or the address of a file, record or repository. */
public final class Doi {
  private static final List<String> RESOLVERS =
      List.of(
          "https://doi.org/",
          "http://doi.org/",
          "https://dx.doi.org/",
          "http://dx.doi.org/",
          "doi:");

  private Doi() {}

  /**
   * The bare form of a DOI: {@code https://doi.org/10.5281/zenodo.1} and {@code
   * doi:10.5281/zenodo.1} become {@code 10.5281/zenodo.1}; other text is returned trimmed.
   */
  public static String bare(String text) {
    String trimmed = text.strip();
    String lower = trimmed.toLowerCase(Locale.ROOT);
    for (String resolver : RESOLVERS) {
      if (lower.startsWith(resolver)) {
        return trimmed.substring(resolver.length()).strip();
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

  /** The text is an address that is no DOI's. */
  public static boolean isAddress(String text) {
    String bare = bare(text).toLowerCase(Locale.ROOT);
    return bare.startsWith("http://") || bare.startsWith("https://");
  }

  /**
   * The repository that the text itself names: by the registrant's prefix of a DOI, or by the host
   * of an address. Empty where it leaves that open, e.g. for a registrant or host that is none of
   * the known ones.
   */
  public static Optional<Repository> repository(String text) {
    String bare = bare(text).toLowerCase(Locale.ROOT);
    if (isAddress(bare)) {
      return ofHost(bare.substring(bare.indexOf("://") + 3));
    }
    if (bare.startsWith("10.5281/zenodo.")) {
      return Optional.of(Repository.ZENODO);
    }
    if (bare.startsWith("10.6084/m9.figshare.")) {
      return Optional.of(Repository.FIGSHARE);
    }
    if (bare.startsWith("10.5066/")) {
      return Optional.of(Repository.SCIENCEBASE);
    }
    return Optional.empty();
  }

  private static Optional<Repository> ofHost(String address) {
    int slash = address.indexOf('/');
    String host = slash < 0 ? address : address.substring(0, slash);
    String path = slash < 0 ? "" : address.substring(slash);
    if (isIn(host, "github.com") || host.equals("raw.githubusercontent.com")) {
      return Optional.of(Repository.GITHUB);
    }
    if (isIn(host, "zenodo.org") && path.startsWith("/record")) {
      return Optional.of(Repository.ZENODO);
    }
    if (isIn(host, "figshare.com") && path.startsWith("/articles/")) {
      return Optional.of(Repository.FIGSHARE);
    }
    if (isIn(host, "sciencebase.gov") && path.startsWith("/catalog/item/")) {
      return Optional.of(Repository.SCIENCEBASE);
    }
    return Optional.empty();
  }

  private static boolean isIn(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
