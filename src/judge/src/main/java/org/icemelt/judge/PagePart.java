package org.icemelt.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page that a test makes: what stands between {@code <!-- made: NAME -->} and {@code
 * <!-- /made -->}. A test compares it with what it should be; with environment variable {@value
 * #WRITE} set to {@code true} it writes it instead.
 *
 * @param page path from the root of the checkout
 */
public record PagePart(String page, String name) {
  public static final String WRITE = "PAGES_WRITE";
  private static final String END = "<!-- /made -->";

  /**
   * @param made the lines that should stand there
   * @throws AssertionError if others do; says how to write them anew
   */
  public void mustBe(String made) {
    try {
      Path file = ProjectRoot.path().resolve(page);
      String text = Files.readString(file);
      String begin = "<!-- made: " + name + " -->";
      int from = text.indexOf(begin);
      int to = from < 0 ? -1 : text.indexOf(END, from);
      if (to < 0) {
        throw new AssertionError("%s has no part %s … %s".formatted(page, begin, END));
      }
      String wanted = begin + "\n\n" + made.strip() + "\n\n";
      if (text.substring(from, to).equals(wanted)) {
        return;
      }
      if ("true".equals(System.getenv(WRITE))) {
        Files.writeString(file, text.substring(0, from) + wanted + text.substring(to));
        return;
      }
      throw new AssertionError(
          "Part \"%s\" of %s is not what it should be. Run this test with PAGES_WRITE=true in its environment, and look at what changed.%n--- there%n%s%n--- should be%n%s"
              .formatted(name, page, text.substring(from, to), wanted));
    } catch (IOException e) {
      throw new AssertionError("Cannot read or write " + page, e);
    }
  }
}
