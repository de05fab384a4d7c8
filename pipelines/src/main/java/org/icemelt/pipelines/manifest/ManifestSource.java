package org.icemelt.pipelines.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where a manifest is, and what paths in it are relative to.
 *
 * @param name as the user gave it
 * @param location {@code classpath:} resource, {@code http(s)} address or absolute path
 */
record ManifestSource(String name, String location) {
  private static final String CLASSPATH = "classpath:";
  private static final String FOLDER = CLASSPATH + "org/icemelt/pipelines/manifest/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static ManifestSource of(String name) throws ManifestException {
    if (name.equals(Manifest.EMBEDDED) || name.equals(Manifest.WORLD)) {
      return new ManifestSource(name, FOLDER + name + ".json");
    }
    if (name.startsWith(CLASSPATH) || isOnTheWeb(name)) {
      return new ManifestSource(name, name);
    }
    try {
      Path path = name.startsWith("file:") ? Path.of(URI.create(name)) : Path.of(name);
      return new ManifestSource(name, path.toAbsolutePath().normalize().toString());
    } catch (IllegalArgumentException e) {
      throw new ManifestException("Cannot read manifest " + name + ": this is no path", e);
    }
  }

  /** The manifest's text. */
  String text() throws ManifestException {
    try {
      if (location.startsWith(CLASSPATH)) {
        return resource();
      }
      return isOnTheWeb(location) ? download() : file();
    } catch (IOException e) {
      throw new ManifestException("Cannot read manifest %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** An absolute path, or a resource, for a path in the manifest; empty if there is no base. */
  Optional<String> resolve(String path) {
    if (path.startsWith(CLASSPATH)) {
      return Optional.of(path);
    }
    if (location.startsWith(CLASSPATH)) {
      return Optional.of(CLASSPATH + besides(location.substring(CLASSPATH.length()), path));
    }
    try {
      Path given = Path.of(path);
      if (given.isAbsolute()) {
        return Optional.of(given.normalize().toString());
      }
      return isOnTheWeb(location)
          ? Optional.empty()
          : Optional.of(Path.of(location).resolveSibling(given).normalize().toString());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String resource() throws IOException {
    String resource = location.substring(CLASSPATH.length());
    try (InputStream in = ManifestSource.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the program carries no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String file() throws IOException {
    Path path = Path.of(location);
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          Files.isDirectory(path)
              ? path + " is a folder"
              : "there is no file " + path + "; \"embedded\" and \"world\" are in the program");
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  private String download() throws IOException {
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(location)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new IOException("the server answered " + response.statusCode());
      }
      return response.body();
    } catch (IllegalArgumentException e) {
      throw new IOException("this is no address", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    }
  }

  private static boolean isOnTheWeb(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  private static String besides(String resource, String path) {
    Deque<String> names = new ArrayDeque<>();
    String folder = resource.substring(0, resource.lastIndexOf('/') + 1);
    for (String name : (folder + path).split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return String.join("/", names);
  }
}
