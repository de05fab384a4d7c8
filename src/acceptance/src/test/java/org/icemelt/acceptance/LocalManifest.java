package org.icemelt.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A manifest of local files, beside them in one folder, or of addresses. */
final class LocalManifest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path folder;
  private final ObjectNode entries = JSON.createObjectNode();

  LocalManifest(Path folder) {
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the files of the manifest lie. */
  Path folder() {
    return folder;
  }

  /** Adds a dataset whose {@code path} is relative to the manifest. */
  LocalManifest dataset(String name, String path) {
    entries.putObject(name).put("repo", "local").put("path", path);
    return this;
  }

  /** Adds a dataset, with further members given as JSON: {@code {"crs": "EPSG:25832"}}. */
  LocalManifest dataset(String name, String path, String further) {
    dataset(name, path);
    try {
      JsonNode members = JSON.readTree(further);
      ((ObjectNode) entries.get(name)).setAll((ObjectNode) members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Adds a dataset that comes from a repository, by DOI or address. */
  LocalManifest address(String name, String repository, String doi) {
    entries.putObject(name).put("repo", repository).put("doi", doi);
    return this;
  }

  /** Adds a dataset and writes its only file. */
  LocalManifest dataset(String name, String path, byte[] content) {
    try {
      Files.write(folder.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dataset(name, path);
  }

  /** Writes the manifest and gives the option that names it. */
  String option() {
    Path file = folder.resolve("manifest.json");
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--manifest=" + file;
  }
}
