package org.icemelt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs once, in this process; how long it took is not looked at. */
class SmokeTest {
  @Test
  void eachBenchmarkRuns() throws Exception {
    var options =
        new OptionsBuilder()
            .include("org\\.icemelt\\.bench\\..*")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    // three of geometries by two sizes, two of lakes by five types
    assertThat(new Runner(options).run()).hasSize(3 * 2 + 2 * 5);
  }
}
