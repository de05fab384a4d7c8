package org.icemelt.pipelines.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that the program carries: templates, styles, scripts. */
public final class Resources {
  private static final String WEBJARS = "META-INF/resources/webjars/";

  private Resources() {}

  /** A resource beside a class. */
  public static String beside(Class<?> owner, String name) {
    return text(owner.getPackageName().replace('.', '/') + "/" + name);
  }

  /** A file of a library that comes as a webjar, e.g. {@code leaflet/1.9.4/dist/leaflet.js}. */
  public static String webjar(String path) {
    return text(WEBJARS + path);
  }

  private static String text(String name) {
    try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find " + name + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
