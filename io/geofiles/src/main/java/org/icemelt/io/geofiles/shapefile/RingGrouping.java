package org.icemelt.io.geofiles.shapefile;

import java.util.ArrayList;
import java.util.List;
import org.icemelt.io.geofiles.geometry.BadGeometryException;
import org.icemelt.io.geofiles.geometry.Vertices;
import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;

/**
 * Which rings of a polygon record are outlines and which are holes in them. The format says that
 * outlines run clockwise; some writers do it the other way round, some do not care. So the rings
 * that no other ring contains tell the record's own rule:
 *
 * <ul>
 *   <li>all clockwise: clockwise rings are outlines, the others holes;
 *   <li>all counter-clockwise, with clockwise rings inside: the other way round;
 *   <li>otherwise orientation means nothing: a ring inside an odd number of others is a hole.
 * </ul>
 *
 * A hole belongs to the smallest outline that contains it; one that no outline contains is an
 * outline itself. Outlines, and the holes of each, keep the order of the file.
 */
final class RingGrouping {
  private static final int NONE = -1;

  private final LinearRing[] rings;
  private final double[] areas;
  private final Envelope[] boxes;

  private RingGrouping(LinearRing[] rings) {
    this.rings = rings;
    this.areas = new double[rings.length];
    this.boxes = new Envelope[rings.length];
    for (int i = 0; i < rings.length; i++) {
      areas[i] = Area.ofRingSigned(rings[i].getCoordinateSequence());
      boxes[i] = rings[i].getEnvelopeInternal();
    }
  }

  static Polygon[] polygons(LinearRing[] rings) throws BadGeometryException {
    if (rings.length == 1) {
      return new Polygon[] {Vertices.polygon(rings[0], new LinearRing[0])};
    }
    return new RingGrouping(rings).group();
  }

  private Polygon[] group() throws BadGeometryException {
    boolean[] isHole = holes();
    List<List<LinearRing>> holesOf = new ArrayList<>();
    for (int i = 0; i < rings.length; i++) {
      holesOf.add(new ArrayList<>());
    }
    List<Integer> outlines = new ArrayList<>();
    for (int i = 0; i < rings.length; i++) {
      int parent = isHole[i] ? smallestAround(i, isHole) : NONE;
      if (parent == NONE) {
        outlines.add(i);
      } else {
        holesOf.get(parent).add(rings[i]);
      }
    }
    Polygon[] polygons = new Polygon[outlines.size()];
    for (int i = 0; i < polygons.length; i++) {
      int outline = outlines.get(i);
      polygons[i] =
          Vertices.polygon(rings[outline], holesOf.get(outline).toArray(new LinearRing[0]));
    }
    return polygons;
  }

  private boolean[] holes() {
    boolean[] isHole = new boolean[rings.length];
    if (allClockwise()) {
      return isHole;
    }
    int[] depths = new int[rings.length];
    boolean outerClockwise = true;
    boolean outerCounter = true;
    boolean innerClockwise = false;
    for (int i = 0; i < rings.length; i++) {
      for (int j = 0; j < rings.length; j++) {
        depths[i] += contains(j, i) ? 1 : 0;
      }
      if (depths[i] == 0) {
        outerClockwise &= isClockwise(i);
        outerCounter &= !isClockwise(i);
      } else {
        innerClockwise |= isClockwise(i);
      }
    }
    for (int i = 0; i < rings.length; i++) {
      if (outerClockwise) {
        isHole[i] = !isClockwise(i);
      } else if (outerCounter && innerClockwise) {
        isHole[i] = isClockwise(i);
      } else {
        isHole[i] = depths[i] % 2 == 1;
      }
    }
    return isHole;
  }

  private boolean allClockwise() {
    for (int i = 0; i < rings.length; i++) {
      if (!isClockwise(i)) {
        return false;
      }
    }
    return true;
  }

  /** JTS gives clockwise rings a positive area. */
  private boolean isClockwise(int ring) {
    return areas[ring] > 0;
  }

  private int smallestAround(int hole, boolean[] isHole) {
    int smallest = NONE;
    for (int i = 0; i < rings.length; i++) {
      if (!isHole[i]
          && contains(i, hole)
          && (smallest == NONE || Math.abs(areas[i]) < Math.abs(areas[smallest]))) {
        smallest = i;
      }
    }
    return smallest;
  }

  /** Decided by the first vertex of the inner ring that does not lie on the outer one. */
  private boolean contains(int outer, int inner) {
    if (outer == inner
        || Math.abs(areas[outer]) <= Math.abs(areas[inner])
        || !boxes[outer].contains(boxes[inner])) {
      return false;
    }
    CoordinateSequence around = rings[outer].getCoordinateSequence();
    CoordinateSequence within = rings[inner].getCoordinateSequence();
    Coordinate vertex = new Coordinate();
    for (int i = 0; i < within.size(); i++) {
      vertex.x = within.getX(i);
      vertex.y = within.getY(i);
      int location = RayCrossingCounter.locatePointInRing(vertex, around);
      if (location != Location.BOUNDARY) {
        return location == Location.INTERIOR;
      }
    }
    return true;
  }
}
