package org.icemelt.transforms.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.slf4j.LoggerFactory;

/** geotools-wrapper carries other people's classes under their own names: whose are loaded? */
class ClassPathTest {
  @Test
  void logsThroughSlf4j2AndNotThroughTheCopyInsideGeoTools() throws IOException {
    assertThat(jarOf(LoggerFactory.class)).startsWith("slf4j-api-2.");
    assertThat(jarOf(LoggerFactory.getILoggerFactory().getClass())).startsWith("slf4j-simple-2.");
    assertThat(jarsWith("org/slf4j/LoggerFactory.class"))
        .hasSize(2)
        .first()
        .asString()
        .contains("slf4j-api-2.");
  }

  @Test
  void meetsNoOtherGuavaThanTheOneInsideGeoTools() throws IOException {
    assertThat(jarsWith("com/google/common/collect/ImmutableList.class"))
        .singleElement()
        .asString()
        .contains("geotools-wrapper");
  }

  @Test
  void loadsNeitherGeoToolsNorProj4jForWgs84() throws Exception {
    try (Without loader = new Without("org.geotools.", "org.locationtech.proj4j.")) {
      Class<?> resolver = loader.loadClass(CrsResolver.class.getName());
      assertThat(resolver.getClassLoader()).isSameAs(loader);
      for (String text :
          List.of(
              "EPSG:4326",
              "OGC:CRS84",
              "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"
                  + "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
              "{\"type\":\"GeographicCRS\",\"name\":\"WGS 84\",\"datum_ensemble\":{\"name\":"
                  + "\"World Geodetic System 1984 ensemble\",\"ellipsoid\":{\"name\":\"WGS 84\","
                  + "\"semi_major_axis\":6378137,\"inverse_flattening\":298.257223563}}}")) {
        Object crs = resolver.getMethod("resolve", String.class).invoke(null, text);
        assertThat(crs.getClass().getSimpleName()).isEqualTo("IdentityTransform");
        Class<?> type = loader.loadClass(CrsTransform.class.getName());
        Object warning = type.getMethod("warning").invoke(crs);
        assertThat(warning).isEqualTo(Optional.empty());
        Object point =
            loader
                .loadClass("org.locationtech.jts.geom.GeometryFactory")
                .getMethod("createPoint")
                .invoke(
                    loader
                        .loadClass("org.locationtech.jts.geom.GeometryFactory")
                        .getConstructor()
                        .newInstance());
        Object moved =
            type.getMethod("toLonLat", loader.loadClass(Geometry.class.getName()))
                .invoke(crs, point);
        assertThat(moved).isSameAs(point);
      }
      assertThatThrownBy(
              () -> resolver.getMethod("resolve", String.class).invoke(null, "EPSG:3035"))
          .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void keepsGeoToolsEndlessThreadOutOfTheProgramsOwnThreadGroup() throws Exception {
    String wkt =
        "GEOGCS[\"NAD83\",DATUM[\"North_American_Datum_1983\",SPHEROID[\"GRS 1980\",6378137,"
            + "298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]";
    ThreadGroup own = new ThreadGroup("as exec:java has it");
    try (Without loader = new Without()) {
      Class<?> resolver = loader.loadClass(CrsResolver.class.getName());
      AtomicReference<Object> crs = new AtomicReference<>();
      Thread program =
          new Thread(
              own,
              () -> {
                try {
                  crs.set(resolver.getMethod("resolve", String.class).invoke(null, wkt));
                } catch (ReflectiveOperationException e) {
                  crs.set(e);
                }
              });
      program.setContextClassLoader(loader);
      program.start();
      program.join();

      assertThat(crs.get().getClass().getSimpleName()).isEqualTo("Reprojection");
      Thread[] left = new Thread[10];
      assertThat(own.enumerate(left)).as("threads left: %s", List.of(left[0] + "")).isZero();
    }
  }

  private static String jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getName();
  }

  private static List<URL> jarsWith(String resource) throws IOException {
    return Collections.list(ClassPathTest.class.getClassLoader().getResources(resource));
  }

  /** This test's class path without some packages. */
  private static final class Without extends URLClassLoader {
    private final List<String> prefixes;

    Without(String... prefixes) {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.prefixes = List.of(prefixes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (prefixes.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name + " must not be loaded");
      }
      return super.loadClass(name, resolve);
    }

    private static URL[] classPath() {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        try {
          urls.add(new File(entry).toURI().toURL());
        } catch (MalformedURLException e) {
          throw new IllegalStateException(e);
        }
      }
      return urls.toArray(URL[]::new);
    }
  }
}
