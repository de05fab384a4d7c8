package org.icemelt.io.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.icemelt.io.repositories.FetchException.Code;

/** What a request fails with. */
record FetchFailure(FetchException failure) {
  static FetchFailure of(SourceFiles sourceFiles, FetchRequest request) {
    FetchException failure =
        catchThrowableOfType(FetchException.class, () -> sourceFiles.fetch(request));
    assertThat(failure).as("the request fails").isNotNull();
    return new FetchFailure(failure);
  }

  FetchFailure hasCode(Code code) {
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    return this;
  }

  FetchFailure says(String... words) {
    assertThat(failure).hasMessageContainingAll(words);
    return this;
  }
}
