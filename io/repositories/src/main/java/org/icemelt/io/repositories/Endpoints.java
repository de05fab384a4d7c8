package org.icemelt.io.repositories;

import java.io.Serializable;

/** Base addresses of the repositories, without a slash at the end; mirrors have their own. */
public record Endpoints(
    String zenodo, String figshare, String sciencebase, String github, String githubRaw)
    implements Serializable {
  /** The public services. */
  public static final Endpoints PUBLIC =
      new Endpoints(
          "https://zenodo.org",
          "https://api.figshare.com",
          "https://www.sciencebase.gov",
          "https://api.github.com",
          "https://raw.githubusercontent.com");

  public Endpoints {
    zenodo = withoutSlash(zenodo);
    figshare = withoutSlash(figshare);
    sciencebase = withoutSlash(sciencebase);
    github = withoutSlash(github);
    githubRaw = withoutSlash(githubRaw);
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
