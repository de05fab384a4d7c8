package org.icemelt.io.repositories;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;

/**
 * What a run fetched first. An attempt of the same run that begins anew, after a worker died, gets
 * the same files again and asks nobody, as long as their bytes are whole. Where they are not, they
 * are fetched anew and must have the same checksums: half of a run never reads another source than
 * the other half.
 *
 * @param folder absolute path, one a run, which all workers see; made when the first dataset is
 *     there
 */
public record FirstFetch(String folder) implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  public FirstFetch {
    requireNonNull(folder, "folder");
  }

  /**
   * As {@link SourceFiles#fetch}, but of an attempt that begins anew the files of the first.
   *
   * @throws FetchException also if the source has other bytes by now ({@link Code#SOURCE_CHANGED})
   */
  public List<FetchedFile> fetch(SourceFiles sources, FetchRequest request)
      throws FetchException, IOException {
    Path notes = Path.of(folder, Checksums.ofText(request.dataset()) + ".json");
    Optional<List<FetchedFile>> first = read(notes);
    if (first.isPresent() && areWhole(first.get())) {
      return first.get();
    }
    List<FetchedFile> files = sources.fetch(request);
    if (first.isEmpty() && write(notes, files)) {
      return files;
    }
    requireSame(request.dataset(), read(notes).orElse(files), files);
    return files;
  }

  /** The run is over: removes what was noted. */
  public void forget() throws IOException {
    Path notes = Path.of(folder);
    if (!Files.isDirectory(notes)) {
      return;
    }
    try (Stream<Path> files = Files.list(notes)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(notes);
  }

  private static void requireSame(String dataset, List<FetchedFile> first, List<FetchedFile> now)
      throws FetchException {
    Map<String, String> before = checksums(first);
    Map<String, String> after = checksums(now);
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String was = before.getOrDefault(name, "none: it was not there");
      String is = after.getOrDefault(name, "none: it is not there any more");
      if (!was.equals(is)) {
        throw new FetchException(
            Code.SOURCE_CHANGED,
            ("Cannot use %s of dataset \"%s\": its SHA-256 was %s when this run first fetched it,"
                    + " and is %s now. Run again under another run id, to take what is there now.")
                .formatted(name, dataset, was, is));
      }
    }
  }

  private static Map<String, String> checksums(List<FetchedFile> files) {
    Map<String, String> byName = new TreeMap<>();
    files.forEach(file -> byName.put(file.sourceFile(), file.checksum()));
    return byName;
  }

  private static boolean areWhole(List<FetchedFile> files) throws IOException {
    for (FetchedFile file : files) {
      Path path = Path.of(file.localPath());
      if (!Files.isRegularFile(path)
          || !Checksums.of(path, Companions.beside(path)).equals(file.checksum())) {
        return false;
      }
    }
    return true;
  }

  /** Writes the notes whole or not at all; false if another attempt was faster. */
  private static boolean write(Path notes, List<FetchedFile> files) throws IOException {
    Files.createDirectories(notes.getParent());
    Path temporary = notes.resolveSibling("." + UUID.randomUUID() + ".part");
    Files.write(temporary, JSON.writeValueAsBytes(files.stream().map(FirstFetch::json).toList()));
    try {
      Files.move(temporary, notes); // does not replace
      return true;
    } catch (FileAlreadyExistsException faster) {
      Files.delete(temporary);
      return false;
    }
  }

  private static Optional<List<FetchedFile>> read(Path notes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(notes));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(notes + " is not what this program wrote. Delete it.", e);
    }
    List<FetchedFile> files = new ArrayList<>();
    for (JsonNode file : root) {
      files.add(
          new FetchedFile(
              file.path("source_file").asText(),
              file.path("local_path").asText(),
              file.path("url").asText(),
              file.path("sha256").asText(),
              file.path("bytes").asLong(),
              text(file.path("version")),
              text(file.path("license")),
              Instant.parse(file.path("fetched_at").asText())));
    }
    return Optional.of(files);
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.asText() : null;
  }

  private static ObjectNode json(FetchedFile file) {
    return JSON.createObjectNode()
        .put("source_file", file.sourceFile())
        .put("local_path", file.localPath())
        .put("url", file.url())
        .put("sha256", file.checksum())
        .put("bytes", file.bytes())
        .put("version", file.version())
        .put("license", file.license())
        .put("fetched_at", file.fetchedAt().toString());
  }
}
