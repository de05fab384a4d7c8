package org.icemelt.transforms.wkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class WktWriterPropertyTest {
  @Property(tries = 5000)
  void everyFiniteDoubleParsesBackToItsBits(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertSameBits(value);
    }
  }

  @Property(tries = 5000)
  void everyLongitudeParsesBackToItsBits(
      @ForAll @LongRange(min = -180L << 40, max = 180L << 40) long fraction,
      @ForAll @LongRange(min = 0, max = 1L << 12) long ulps) {
    double value = fraction / (double) (1L << 40);
    assertSameBits(Double.longBitsToDouble(Double.doubleToRawLongBits(value) + ulps));
  }

  @Property(tries = 2000)
  void everyDecimalIsWrittenAsShortAsItCame(
      @ForAll @LongRange(min = -1_800_000_000L, max = 1_800_000_000L) long digits,
      @ForAll @IntRange(min = 7, max = 13) int decimals) {
    String text = BigDecimal.valueOf(digits, decimals).stripTrailingZeros().toPlainString();
    AsciiText out = new AsciiText();
    DecimalText.append(out, Double.parseDouble(text));
    assertThat(out).hasToString(text);
  }

  @Property(tries = 500)
  void lineStringsParseBackToIdenticalCoordinates(
      @ForAll @Size(min = 4, max = 40) double @DoubleRange(min = -180, max = 180) [] numbers)
      throws ParseException {
    Coordinate[] points = new Coordinate[numbers.length / 2];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Coordinate(numbers[2 * i], numbers[2 * i + 1]);
    }
    Geometry line = new GeometryFactory().createLineString(points);

    Geometry read = new WKTReader().read(new WktWriter().write(line));

    assertThat(read.getCoordinates()).containsExactly(points);
  }

  private static void assertSameBits(double value) {
    AsciiText out = new AsciiText();
    DecimalText.append(out, value);
    assertThat(Double.doubleToRawLongBits(Double.parseDouble(out.toString())))
        .as("%s written as %s", value, out)
        .isEqualTo(Double.doubleToRawLongBits(value));
  }
}
