package org.icemelt.io.geofiles;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A split was read to its end.
 *
 * @param index which of the dataset's splits, from 0
 * @param count splits of the dataset
 * @param read features passed on, and rejected ones
 * @param rejected features that could not be used
 * @param filtered features that the dataset's filter left out; not among {@code read}
 */
public record SplitDone(
    String dataset,
    String sourceFile,
    int index,
    int count,
    long read,
    long rejected,
    long filtered)
    implements Serializable {
  public SplitDone {
    requireNonNull(dataset, "dataset");
    requireNonNull(sourceFile, "sourceFile");
  }
}
