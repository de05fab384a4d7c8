package org.icemelt.transforms.admin;

import org.jspecify.annotations.Nullable;

/**
 * Where a site stands.
 *
 * @param country null where no country is near
 * @param region null where the boundaries have no level 1 there
 */
public record AdminPlace(@Nullable Boundary country, @Nullable Boundary region, Match match) {
  /** How the country was found. */
  public enum Match {
    /** The site's point lies in the outline or on its border. */
    WITHIN,
    /** It lies in no outline; this is the nearest one, at most 25 km off. */
    NEAREST,
    /** No country within 25 km. */
    NONE
  }

  static final AdminPlace NOWHERE = new AdminPlace(null, null, Match.NONE);
}
