package org.icemelt.transforms.admin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Boundaries, indexed. A site's country is that of one point, {@link SitePoint}. A point on the
 * border of two countries belongs to the one whose id comes first; a point on the antimeridian is
 * looked for on both of its sides. Outlines are parsed when first needed. Belongs to one thread.
 */
public final class AdminIndex {
  /** How far off a country a site may lie, metres on the ellipsoid. */
  public static final double NEAR_M = 25_000;

  private static final double ANTIMERIDIAN_TOLERANCE = 1e-9;

  private final STRtree countries = new STRtree();
  private final STRtree regions = new STRtree();

  private AdminIndex() {}

  public static AdminIndex of(Collection<Boundary> boundaries) {
    AdminIndex index = new AdminIndex();
    for (Boundary boundary : boundaries) {
      (boundary.level() == 0 ? index.countries : index.regions)
          .insert(boundary.envelope(), new Outline(boundary));
    }
    index.countries.build();
    index.regions.build();
    return index;
  }

  /** Country and region of a geometry of longitudes and latitudes, not empty. */
  public AdminPlace place(Geometry site) {
    Coordinate point = SitePoint.of(site);
    Outline country = within(countries, point, null);
    if (country != null) {
      return new AdminPlace(
          country.boundary(), region(point, country.boundary()), AdminPlace.Match.WITHIN);
    }
    Outline near = nearest(countries, point, null);
    return near == null
        ? AdminPlace.NOWHERE
        : new AdminPlace(near.boundary(), region(point, near.boundary()), AdminPlace.Match.NEAREST);
  }

  /**
   * The region is one of the country's; as coarse as its coast, so near is near enough here too.
   */
  private @Nullable Boundary region(Coordinate point, Boundary country) {
    Outline within = within(regions, point, country.id());
    Outline found = within == null ? nearest(regions, point, country.id()) : within;
    return found == null ? null : found.boundary();
  }

  private static @Nullable Outline within(
      STRtree tree, Coordinate point, @Nullable String parentId) {
    Outline here = covering(tree, point, parentId);
    boolean edge = 180 - Math.abs(point.x) <= ANTIMERIDIAN_TOLERANCE;
    Outline there =
        edge
            ? covering(tree, new Coordinate(-Math.signum(point.x) * 180, point.y), parentId)
            : null;
    Outline clamped =
        edge ? covering(tree, new Coordinate(Math.signum(point.x) * 180, point.y), parentId) : null;
    return first(first(here, there), clamped);
  }

  private static @Nullable Outline first(@Nullable Outline a, @Nullable Outline b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.boundary().id().compareTo(b.boundary().id()) <= 0 ? a : b;
  }

  private static @Nullable Outline covering(
      STRtree tree, Coordinate point, @Nullable String parentId) {
    return found(tree, new Envelope(point), parentId).stream()
        .filter(outline -> outline.covers(point))
        .min(Comparator.comparing(outline -> outline.boundary().id()))
        .orElse(null);
  }

  private static @Nullable Outline nearest(
      STRtree tree, Coordinate point, @Nullable String parentId) {
    Neighbourhood here = new Neighbourhood(point, NEAR_M);
    @Nullable Outline best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Envelope box : here.boxes()) {
      for (Outline outline : found(tree, box, parentId)) {
        double metres = outline.distance(here);
        boolean sameButFirst =
            best != null
                && metres == least
                && outline.boundary().id().compareTo(best.boundary().id()) < 0;
        if (metres <= NEAR_M && (metres < least || sameButFirst)) {
          best = outline;
          least = metres;
        }
      }
    }
    return best;
  }

  @SuppressWarnings("unchecked") // only outlines are ever put in
  private static List<Outline> found(STRtree tree, Envelope box, @Nullable String parentId) {
    List<Outline> all = (List<Outline>) tree.query(box);
    return parentId == null
        ? all
        : all.stream().filter(outline -> parentId.equals(outline.boundary().parentId())).toList();
  }
}
