package org.icemelt.pipelines.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.icemelt.pipelines.UsageException;

/** As what a plan can be written. */
enum PlanFormat {
  SVG {
    @Override
    byte[] draw(Plan plan) {
      return SvgPicture.of(PlanLayout.of(plan)).getBytes(StandardCharsets.UTF_8);
    }
  },
  PNG {
    @Override
    byte[] draw(Plan plan) throws IOException {
      return PngPicture.of(PlanLayout.of(plan));
    }
  },
  HTML {
    @Override
    byte[] draw(Plan plan) {
      return PlanPage.of(plan).getBytes(StandardCharsets.UTF_8);
    }
  },
  DOT {
    @Override
    byte[] draw(Plan plan) {
      return DotText.of(plan).getBytes(StandardCharsets.UTF_8);
    }
  },
  JSON {
    @Override
    byte[] draw(Plan plan) throws IOException {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(plan);
    }
  };

  abstract byte[] draw(Plan plan) throws IOException;

  /** By the ending of a file's name. */
  static PlanFormat of(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(f -> lower.endsWith(f.ending()))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "Invalid --output: \"%s\". Its ending says what is written: %s."
                        .formatted(
                            file,
                            Arrays.stream(values())
                                .map(PlanFormat::ending)
                                .collect(Collectors.joining(", ")))));
  }

  private String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }
}
