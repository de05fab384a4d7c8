package org.icemelt.transforms.h3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against the Python package h3: {@code src/acceptance/oracle/layers.py} made the file. */
class H3CellsTest {
  private static final int[] RESOLUTIONS = {0, 5, 12, 15};

  @Test
  void cellsAreThoseOfThePythonPackageAtFourResolutions() throws IOException {
    H3Cells cells = new H3Cells();
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(400);
    for (String line : lines) {
      String[] fields = line.split(",");
      double lon = Double.parseDouble(fields[0]);
      double lat = Double.parseDouble(fields[1]);
      for (int i = 0; i < RESOLUTIONS.length; i++) {
        assertThat(Long.toHexString(cells.cell(lon, lat, RESOLUTIONS[i])))
            .as("cell of %s, %s at resolution %d", lon, lat, RESOLUTIONS[i])
            .isEqualTo(fields[2 + i]);
      }
    }
  }

  @Test
  void refusesResolutionsThatDoNotExist() {
    for (int resolution : new int[] {-1, 16}) {
      assertThatThrownBy(() -> H3Cells.requireResolution(resolution))
          .hasMessage("Invalid H3 resolution: %d. It must be 0 to 15.", resolution);
    }
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(H3CellsTest.class.getResourceAsStream("cells.csv")),
                StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).toList();
    }
  }
}
