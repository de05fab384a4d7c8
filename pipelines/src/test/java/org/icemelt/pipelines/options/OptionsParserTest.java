package org.icemelt.pipelines.options;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.Test;

class OptionsParserTest {
  @Test
  void namesTheOptionWhoseValueIsOfAnotherType() {
    CommandLine line = CommandLine.parse("--verbose", "--max-mb=many", "--datasets=a");
    assertThatThrownBy(() -> OptionsParser.parse(line, BuildOptions.class))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Invalid --maxMb=many: ")
        .hasMessageNotContaining("byte offset");
  }

  @Test
  void namesAnUnknownOptionAndTheKnownOnes() {
    CommandLine line = CommandLine.parse("--colour=blue");
    assertThatThrownBy(() -> OptionsParser.parse(line, BuildOptions.class))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unknown option --colour")
        .hasMessageContaining("--maxMb");
  }
}
