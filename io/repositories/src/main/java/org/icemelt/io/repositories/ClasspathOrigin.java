package org.icemelt.io.repositories;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;

/**
 * Files that the program carries among its own resources, copied to {@code
 * <cache>/embedded/<sha-256>/<name>} to be read. A jar cannot list its folders everywhere, so a
 * resource {@code SHA256SUMS} in the folder of the files, or above it, does: lines of checksum, two
 * blanks, name relative to it.
 */
final class ClasspathOrigin implements Origin {
  static final String SCHEME = "classpath:";
  private static final String INDEX = "SHA256SUMS";

  private final FetchRequest request;
  private final Clock clock;
  private final String resource;
  private String indexFolder = "";
  private Map<String, String> checksums = Map.of();

  ClasspathOrigin(FetchRequest request, Clock clock) {
    this.request = request;
    this.clock = clock;
    this.resource = request.location().locator().substring(SCHEME.length());
  }

  @Override
  public List<Entry> entries() throws FetchException, IOException {
    readIndex();
    String wanted = resource.substring(indexFolder.length());
    List<Entry> entries = new ArrayList<>();
    for (String name : checksums.keySet()) {
      if (name.equals(wanted)) {
        entries.add(entry(name, FileMatcher.baseName(name), true));
      } else if (name.startsWith(wanted + "/")) {
        entries.add(entry(name, name.substring(wanted.length() + 1), false));
      } else if (Companions.isCompanion(name, wanted)) {
        entries.add(entry(name, FileMatcher.baseName(name), false));
      }
    }
    if (entries.isEmpty()) {
      throw missing();
    }
    return entries;
  }

  @Override
  public Local get(Entry entry) throws FetchException, IOException {
    String name = entry.url().substring(SCHEME.length());
    String checksum = checksums.getOrDefault(name.substring(indexFolder.length()), "");
    Path folder =
        Path.of(request.cache().folder(), "embedded", Checksums.ofText(checksums.toString()));
    Path target = folder.resolve(name.substring(indexFolder.length())).toAbsolutePath();
    if (!Files.isRegularFile(target) || !Checksums.sha256(target).equals(checksum)) {
      try (InputStream in = open(name)) {
        if (in == null) {
          throw missing();
        }
        Placement.place(in, target, (block, length) -> {});
      } catch (UncheckedIOException e) {
        throw new IOException("Failed to copy %s to %s".formatted(name, target), e.getCause());
      }
      if (!Checksums.sha256(target).equals(checksum)) {
        throw new FetchException(
            Code.CHECKSUM_MISMATCH,
            ("Cannot read dataset \"%s\": the program's resource %s is not the one that %s "
                    + "names. Get the program anew.")
                .formatted(request.dataset(), name, INDEX));
      }
    }
    return new Local(target, clock.instant());
  }

  private Entry entry(String name, String shown, boolean asked) {
    SourceLocation location = request.location();
    return new Entry(
        shown, SCHEME + indexFolder + name, -1, location.version(), location.license(), asked);
  }

  private void readIndex() throws FetchException, IOException {
    for (int slash = resource.lastIndexOf('/');
        slash >= 0;
        slash = resource.lastIndexOf('/', slash - 1)) {
      String folder = resource.substring(0, slash + 1);
      try (InputStream in = open(folder + INDEX)) {
        if (in != null) {
          indexFolder = folder;
          checksums = parse(in);
          return;
        }
      }
      if (slash == 0) {
        break;
      }
    }
    throw missing();
  }

  private static Map<String, String> parse(InputStream in) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int gap = line.indexOf("  ");
      if (gap > 0) {
        checksums.put(line.substring(gap + 2), line.substring(0, gap));
      }
    }
    return checksums;
  }

  private static @Nullable InputStream open(String name) {
    return ClasspathOrigin.class.getClassLoader().getResourceAsStream(name);
  }

  private FetchException missing() {
    return new FetchException(
        Code.FILE_MISSING,
        "Cannot read dataset \"%s\": the program carries no resource %s."
            .formatted(request.dataset(), resource));
  }
}
