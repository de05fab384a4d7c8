package org.icemelt.io.repositories;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.icemelt.io.repositories.FetchException.Code;
import org.icemelt.io.repositories.Origin.Local;
import org.jspecify.annotations.Nullable;

/**
 * Downloads, kept in {@code <cache>/downloads/<hash of URL and stated checksum>/<sha-256>/<name>};
 * a {@code download.json} beside the content says what is there and where it came from. One job at
 * a time downloads a file, the others wait for it; what a killed one left is gone on with.
 *
 * <p>A kept file serves again if its bytes are whole. If no checksum is stated, the server is asked
 * by {@code HEAD} first whether it has another by now; where it does not tell, the kept one serves.
 */
final class DownloadCache {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Http http;
  private final Pause pause;
  private final Clock clock;
  private final ObjectMapper mapper = new ObjectMapper();

  DownloadCache(Http http, Pause pause, Clock clock) {
    this.http = http;
    this.pause = pause;
    this.clock = clock;
  }

  /** The file, from the cache or from its server. */
  Local get(FetchRequest request, RemoteFile file) throws FetchException, IOException {
    Path folder = folder(request, file);
    if (request.cache().reuse()) {
      Optional<Local> kept = kept(folder, file, true);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    Files.createDirectories(folder);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      boolean waited = false;
      FileLock lock = tryLock(channel);
      while (lock == null) {
        waited = true;
        pauseBetweenLooks();
        lock = tryLock(channel);
      }
      try {
        Optional<Local> brought = waited ? kept(folder, file, false) : Optional.empty();
        return brought.isPresent() ? brought.get() : download(request, file, folder);
      } finally {
        lock.release();
      }
    }
  }

  /** Whether a run would find the file here, if its server has no other by now. */
  boolean keeps(FetchRequest request, RemoteFile file) throws IOException {
    return request.cache().reuse() && kept(folder(request, file), file, false).isPresent();
  }

  private static Path folder(FetchRequest request, RemoteFile file) {
    return Path.of(
            request.cache().folder(),
            "downloads",
            Checksums.ofText(file.url() + "\n" + file.checksum()).substring(0, 32))
        .toAbsolutePath();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private void pauseBetweenLooks() throws IOException {
    try {
      pause.pause(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      throw Http.interrupted(e);
    }
  }

  private Local download(FetchRequest request, RemoteFile file, Path folder)
      throws FetchException, IOException {
    Path part = folder.resolve("part");
    Path partValidator = folder.resolve("part.validator");
    String wrong = "";
    for (int round = 0; round < 2; round++) {
      String validator = null;
      if (round == 0 && Files.exists(part) && Files.exists(partValidator)) {
        validator = Files.readString(partValidator);
      }
      Transfer transfer =
          new Transfer(
              http, request.dataset(), file, request.limits().downloadBytes(), part, validator);
      String[] last = new String[1];
      transfer.run(
          current -> {
            last[0] = current;
            if (current == null) {
              Files.deleteIfExists(partValidator);
            } else {
              Files.writeString(partValidator, current);
            }
          });
      wrong = wrong(file, part);
      if (wrong.isEmpty()) {
        Local local = keep(file, folder, part, last[0]);
        Files.deleteIfExists(partValidator);
        return local;
      }
      Files.deleteIfExists(part);
      Files.deleteIfExists(partValidator);
    }
    throw new FetchException(
        wrong.startsWith("its size") ? Code.SIZE_MISMATCH : Code.CHECKSUM_MISMATCH,
        ("Cannot use %s of dataset \"%s\": %s, downloaded twice. Report it to its "
                + "publisher, or state the right one in \"files\" of the manifest.")
            .formatted(file.url(), request.dataset(), wrong));
  }

  private static String wrong(RemoteFile file, Path part) throws IOException {
    if (file.bytes() >= 0 && Files.size(part) != file.bytes()) {
      return "its size is %d bytes, %d are stated".formatted(Files.size(part), file.bytes());
    }
    String stated = file.checksum();
    if (stated == null) {
      return "";
    }
    String actual = Checksums.like(stated, part);
    return actual.equalsIgnoreCase(stated)
        ? ""
        : "its checksum is %s, %s is stated".formatted(actual, stated);
  }

  private Local keep(RemoteFile file, Path folder, Path part, @Nullable String validator)
      throws IOException {
    String sha256 = Checksums.sha256(part);
    Path target = folder.resolve(sha256).resolve(FileMatcher.baseName(file.name()));
    Files.createDirectories(target.getParent());
    long bytes = Files.size(part);
    Placement.put(part, target);
    Instant now = clock.instant();
    ObjectNode facts = mapper.createObjectNode();
    facts.put("url", file.url());
    facts.put("sha256", sha256);
    facts.put("bytes", bytes);
    facts.put("name", target.getFileName().toString());
    facts.put("validator", validator);
    facts.put("fetched_at", now.toString());
    Path temporary = folder.resolve("." + UUID.randomUUID() + ".part");
    Files.write(temporary, mapper.writeValueAsBytes(facts));
    Placement.put(temporary, folder.resolve("download.json"));
    return new Local(target, now);
  }

  /** What is kept, if it is whole and, where asked, still the server's. */
  private Optional<Local> kept(Path folder, RemoteFile file, boolean ask) throws IOException {
    Path factsFile = folder.resolve("download.json");
    if (!Files.isRegularFile(factsFile)) {
      return Optional.empty();
    }
    JsonNode facts;
    try {
      facts = mapper.readTree(Files.readAllBytes(factsFile));
    } catch (JsonProcessingException spoilt) {
      return Optional.empty();
    }
    String sha256 = facts.path("sha256").asText();
    Path path = folder.resolve(sha256).resolve(facts.path("name").asText("-"));
    if (!Files.isRegularFile(path)
        || Files.size(path) != facts.path("bytes").asLong(-1)
        || !Checksums.sha256(path).equals(sha256)) {
      return Optional.empty();
    }
    if (ask && file.checksum() == null && hasAnother(file.url(), facts)) {
      return Optional.empty();
    }
    return Optional.of(new Local(path, Instant.parse(facts.path("fetched_at").asText())));
  }

  private boolean hasAnother(String url, JsonNode facts) throws IOException {
    Optional<HttpResponse<Void>> head = http.head(url);
    if (head.isEmpty()) {
      return false;
    }
    String validator = Transfer.validatorOf(head.get());
    if (validator != null && facts.hasNonNull("validator")) {
      return !validator.equals(facts.path("validator").asText());
    }
    long bytes = head.get().headers().firstValueAsLong("Content-Length").orElse(-1);
    return bytes >= 0 && bytes != facts.path("bytes").asLong();
  }
}
