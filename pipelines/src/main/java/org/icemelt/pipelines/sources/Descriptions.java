package org.icemelt.pipelines.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the program's tables and columns mean, in words. */
final class Descriptions {
  private final Properties words = new Properties();

  private Descriptions() {}

  static Descriptions load() {
    Descriptions descriptions = new Descriptions();
    try (InputStream in =
        Objects.requireNonNull(Descriptions.class.getResourceAsStream("descriptions.properties"))) {
      descriptions.words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return descriptions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null for a table that is not the program's. */
  @Nullable String table(Source source) {
    String dataset = source.dataset();
    if (dataset != null) {
      return words.getProperty("raw").replace("<dataset>", dataset);
    }
    return words.getProperty(source.name().name());
  }

  /** Null for a column of the publisher's, and for one of a table that is not the program's. */
  @Nullable String column(Source source, String column) {
    String table = source.dataset() != null ? "raw" : source.name().name();
    String own = words.getProperty(table + "." + column);
    return own != null || table(source) == null || source.dataset() != null
        ? own
        : words.getProperty("*." + column);
  }
}
