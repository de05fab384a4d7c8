package org.icemelt.pipelines.build;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Why a dataset is left out whole.
 *
 * @param code stable, upper case
 * @param message names dataset, file and place
 */
record DatasetFailure(String code, String message) implements Serializable {
  DatasetFailure {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
  }
}
