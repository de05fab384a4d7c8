package org.icemelt.transforms.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.icemelt.transforms.admin.AdminPlace.Match;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class AdminIndexTest {
  /** West and East share the meridian 10; West has a lake; Far touches both sides of 180°. */
  private static final AdminIndex MADE_UP =
      AdminIndex.of(
          List.of(
              country("EAST", "POLYGON ((10 0, 20 0, 20 10, 10 10, 10 0))"),
              country("WEST", "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (4 4, 6 4, 6 6, 4 6, 4 4))"),
              country(
                  "FAR",
                  "MULTIPOLYGON (((179 -20, 180 -20, 180 -10, 179 -10, 179 -20)),"
                      + " ((-180 -20, -179 -20, -179 -10, -180 -10, -180 -20)))"),
              region("EAST-S", "EAST", "POLYGON ((10 0, 20 0, 20 5, 10 5, 10 0))"),
              region("EAST-N", "EAST", "POLYGON ((10 5, 20 5, 20 10, 10 10, 10 5))")));

  private static final AdminIndex WORLD = AdminIndex.of(NaturalEarth.boundaries());

  @Test
  void aPointInsideIsWithin() {
    assertPlace(MADE_UP, "POINT (2 2)", "WEST", null, Match.WITHIN);
    assertPlace(MADE_UP, "POINT (12 7)", "EAST", "EAST-N", Match.WITHIN);
  }

  @Test
  void aPointOnABorderBelongsToTheCountryWhoseIdComesFirst() {
    assertPlace(MADE_UP, "POINT (10 5)", "EAST", "EAST-N", Match.WITHIN);
  }

  @Test
  void aPointInALakeIsNearIfTheShoreIs() {
    assertPlace(MADE_UP, "POINT (4.1 5)", "WEST", null, Match.NEAREST);
    assertPlace(MADE_UP, "POINT (5 5)", null, null, Match.NONE);
  }

  @Test
  void nearEndsAt25KilometresOnTheEllipsoid() {
    // a degree of longitude at the equator is 111,319.49 m, so 25 km are 0.2245789 degrees
    assertPlace(MADE_UP, "POINT (20.224578 0)", "EAST", "EAST-S", Match.NEAREST);
    assertPlace(MADE_UP, "POINT (20.224580 0)", null, null, Match.NONE);
  }

  @Test
  void theAntimeridianIsNoBorder() {
    assertPlace(MADE_UP, "POINT (180 -15)", "FAR", null, Match.WITHIN);
    assertPlace(MADE_UP, "POINT (-180 -15)", "FAR", null, Match.WITHIN);
    AdminIndex oneSide =
        AdminIndex.of(
            List.of(country("FAR", "POLYGON ((179 -20, 180 -20, 180 -10, 179 -10, 179 -20))")));
    assertPlace(oneSide, "POINT (-180 -15)", "FAR", null, Match.WITHIN);
    assertPlace(oneSide, "POINT (-179.9 -15)", "FAR", null, Match.NEAREST);
    assertPlace(oneSide, "POINT (-179.7 -15)", null, null, Match.NONE);
  }

  @Test
  void thePolesAreNearTheirCountries() {
    // the map of Antarctica ends just before the pole
    assertPlace(WORLD, "POINT (0 -90)", "ATA", null, Match.NEAREST);
    assertPlace(WORLD, "POINT (0 90)", null, null, Match.NONE);
  }

  @Test
  void anInteriorPointOfTheLargestPartDecides() {
    // a ring around the border: its centroid lies in EAST, its largest part in WEST
    assertPlace(
        MADE_UP,
        "MULTIPOLYGON (((1 1, 3 1, 3 3, 1 3, 1 1)), ((15 1, 15.5 1, 15.5 2, 15 2, 15 1)))",
        "WEST",
        null,
        Match.WITHIN);
    // a crescent whose centroid lies in the bay, in EAST
    assertPlace(
        MADE_UP,
        "POLYGON ((9.9 1, 9 1, 9 9, 9.9 9, 9.9 8.9, 9.1 8.9, 9.1 1.1, 9.9 1.1, 9.9 1))",
        "WEST",
        null,
        Match.WITHIN);
  }

  @Test
  void realPlacesOfTheWorld() {
    assertPlace(WORLD, "POINT (2.35 48.85)", "FRA", null, Match.WITHIN);
    assertPlace(WORLD, "POINT (-120 37)", "USA", "USA-3521", Match.WITHIN);
    // Fiji on both sides
    assertPlace(WORLD, "POINT (179.9 -16.6)", "FJI", null, Match.WITHIN);
    assertPlace(WORLD, "POINT (-179.95 -16.2)", "FJI", null, Match.NEAREST);
    // Chukotka, east of the antimeridian
    assertPlace(WORLD, "POINT (-175 66.5)", "RUS", null, Match.WITHIN);
    assertPlace(WORLD, "POINT (-30 0)", null, null, Match.NONE);
  }

  private static void assertPlace(
      AdminIndex index,
      String wkt,
      @Nullable String country,
      @Nullable String region,
      Match match) {
    AdminPlace place = index.place(geometry(wkt));
    assertThat(place.match()).as(wkt).isEqualTo(match);
    assertThat(id(place.country())).as("country of " + wkt).isEqualTo(country);
    assertThat(id(place.region())).as("region of " + wkt).isEqualTo(region);
  }

  private static @Nullable String id(@Nullable Boundary boundary) {
    return boundary == null ? null : boundary.id();
  }

  private static Boundary country(String id, String wkt) {
    return boundary(id, 0, null, wkt);
  }

  private static Boundary region(String id, String country, String wkt) {
    return boundary(id, 1, country, wkt);
  }

  private static Boundary boundary(String id, int level, @Nullable String parent, String wkt) {
    Envelope box = geometry(wkt).getEnvelopeInternal();
    return new Boundary(
        id,
        id,
        null,
        null,
        level,
        parent,
        wkt,
        box.getMinX(),
        box.getMinY(),
        box.getMaxX(),
        box.getMaxY());
  }

  private static Geometry geometry(String wkt) {
    try {
      return new WKTReader().read(wkt);
    } catch (ParseException e) {
      throw new IllegalArgumentException(wkt, e);
    }
  }
}
