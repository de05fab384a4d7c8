package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A split could not be read to its end; the dataset is to be left out.
 *
 * @param code stable code
 * @param why a sentence for people that names file and place
 * @param readSoFar features passed on and rejected before
 */
public record SplitFailed(
    String dataset, String sourceFile, GeoFileException.Code code, String why, long readSoFar)
    implements Serializable {
  public SplitFailed {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
    requireNonNull(code, "code");
    requireNonNull(why, "why");
  }
}
