package org.icemelt.io.geofiles.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected: the JDK's {@code Double.parseDouble}, bit by bit. */
class JsonNumbersPropertyTest {
  private static final JsonFactory JSON = new JsonFactory();

  @Property(tries = 20_000)
  void areTheNearestDoubles(
      @ForAll @IntRange(min = 1, max = 12) int before,
      @ForAll @IntRange(min = 1, max = 22) int behind,
      @ForAll @LongRange(min = 0) long seed)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(1 + random.nextInt(9)).append(digits(random, before - 1));
    text.append('.').append(digits(random, behind));
    requireNearest(text.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.0",
        "-0.0",
        "7",
        "-179",
        "1.0",
        "0.1",
        "-0.3",
        "1e3",
        "-1.5E-7",
        "1.25e+2",
        "900719925474099.1",
        "900719925474099.2",
        "900719925474099.3",
        "90071992547409.93",
        "0.00000000000000001",
        "12345678901234567890.5",
        "0.123456789012345678901234567890",
        "123456789012345678.9",
        "9007199254740993.0",
        "1e400",
        "4.9e-324",
        "99999999999999999.0"
      })
  void alsoAtTheEdges(String text) throws IOException {
    requireNearest(text);
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private static void requireNearest(String text) throws IOException {
    try (JsonParser parser = JSON.createParser("[" + text + "]")) {
      parser.nextToken();
      parser.nextToken();
      assertThat(Double.doubleToRawLongBits(JsonNumbers.doubleOf(parser)))
          .as(text)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }
  }
}
