package org.icemelt.pipelines.boundaries;

import java.io.IOException;
import java.util.function.Consumer;
import org.icemelt.io.geofiles.Box;
import org.icemelt.io.geofiles.GeoFileException;
import org.icemelt.io.geofiles.divisions.Division;
import org.icemelt.io.geofiles.divisions.Divisions;
import org.icemelt.io.model.Reject;
import org.icemelt.transforms.admin.Boundary;
import org.icemelt.transforms.wkt.WktWriter;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Overture's countries and regions in place of the embedded boundaries. */
public final class OvertureBoundaries {
  private static final Logger LOG = LoggerFactory.getLogger(OvertureBoundaries.class);

  private final Divisions divisions;

  private OvertureBoundaries(Divisions divisions) {
    this.divisions = divisions;
  }

  /**
   * What was read.
   *
   * @param boundaries handed over
   * @param rejected areas without a usable geometry
   * @param withoutCountry regions left out, because no file has their country's area
   */
  public record Count(long boundaries, long rejected, long withoutCountry) {}

  /**
   * @param spec as {@link Divisions#find} takes it: file, folder, glob or {@code s3://…}
   * @throws GeoFileException if there is no such file
   */
  public static OvertureBoundaries find(String spec) throws GeoFileException, IOException {
    return new OvertureBoundaries(Divisions.find(spec));
  }

  /**
   * Hands over each boundary, one at a time.
   *
   * @param window only what touches it, in degrees; null takes all
   */
  public Count read(@Nullable Box window, Consumer<Boundary> to)
      throws GeoFileException, IOException {
    Reading reading = new Reading(to);
    divisions.read(window, reading::take, reading::reject);
    if (reading.withoutCountry > 0) {
      LOG.warn(
          "{} regions of {} are left out: no file has their country's area",
          reading.withoutCountry,
          divisions.paths());
    }
    return new Count(reading.boundaries, reading.rejected, reading.withoutCountry);
  }

  private static final class Reading {
    private final Consumer<Boundary> to;
    private final WktWriter wkt = new WktWriter();
    private long boundaries;
    private long rejected;
    private long withoutCountry;

    Reading(Consumer<Boundary> to) {
      this.to = to;
    }

    void take(Division division) {
      if (division.level() > 0 && division.parentId() == null) {
        withoutCountry++;
        return;
      }
      Envelope box = division.geometry().getEnvelopeInternal();
      boundaries++;
      to.accept(
          new Boundary(
              division.id(),
              division.name(),
              division.isoA2(),
              division.isoA3(),
              division.level(),
              division.parentId(),
              wkt.write(division.geometry()),
              box.getMinX(),
              box.getMinY(),
              box.getMaxX(),
              box.getMaxY()));
    }

    void reject(Reject reject) {
      rejected++;
      LOG.warn(
          "Boundary in row {} of {} is left out: {}",
          reject.row(),
          reject.sourceFile(),
          reject.detail());
    }
  }
}
