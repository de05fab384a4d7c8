package org.icemelt.pipelines.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.icemelt.pipelines.UsageException;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void takesBuildWhenNoCommandIsNamed() {
    CommandLine line = CommandLine.parse("--runner=DirectRunner");
    assertThat(line.command()).isEqualTo("build");
    assertThat(line.options()).containsExactly(entry("runner", "DirectRunner"));
  }

  @Test
  void takesTheFirstWordAsTheCommand() {
    assertThat(CommandLine.parse("verify", "--format", "json").command()).isEqualTo("verify");
  }

  @Test
  void readsKebabCaseWithASpace() {
    assertThat(CommandLine.parse("--max-mb", "100", "--data-path=x/").options())
        .containsExactly(entry("maxMb", "100"), entry("dataPath", "x/"));
  }

  @Test
  void joinsListsThatAreTypedWithSpaces() {
    assertThat(CommandLine.parse("--datasets", "bradbury", "stowell", "--verbose").options())
        .containsExactly(entry("datasets", "bradbury,stowell"), entry("verbose", "true"));
  }

  @Test
  void knowsTheShorthandsOfTheReference() {
    assertThat(CommandLine.parse("--no-cache", "--sequential").options())
        .containsExactly(entry("useCache", "false"), entry("useParallel", "false"));
  }

  @Test
  void letsTheLastOfTwoWin() {
    assertThat(CommandLine.parse("--max-mb=1", "--maxMb=2").options())
        .containsExactly(entry("maxMb", "2"));
  }

  @Test
  void refusesASecondValueOfAnOptionThatTakesOne() {
    assertThatThrownBy(() -> CommandLine.parse("--max-mb", "1", "2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--maxMb")
        .hasMessageContaining("\"2\"");
  }

  @Test
  void refusesAWordThatIsNoOption() {
    assertThatThrownBy(() -> CommandLine.parse("build", "-x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"-x\"");
  }

  @Test
  void refusesAValueBehindAShorthand() {
    assertThatThrownBy(() -> CommandLine.parse("--no-cache", "yes"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--noCache takes no value");
  }

  @Test
  void saysHelpInAnyForm() {
    assertThat(CommandLine.parse("--help").help()).isTrue();
    assertThat(CommandLine.parse("help").help()).isTrue();
    assertThat(CommandLine.parse("verify", "--help").command()).isEqualTo("verify");
  }
}
