package org.icemelt.io.repositories;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.icemelt.io.repositories.FetchException.Code;

/** The files of a repository, downloaded to the cache. */
final class RemoteOrigin implements Origin {
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";
  private static final int LARGEST_POINTER = 1024;

  private final FetchRequest request;
  private final Resolver resolver;
  private final DownloadCache downloads;
  private final int parallelism;
  private final Map<String, RemoteFile> files = new LinkedHashMap<>();
  private final Map<String, Local> got = new ConcurrentHashMap<>();

  RemoteOrigin(FetchRequest request, Resolver resolver, DownloadCache downloads, int parallelism) {
    this.request = request;
    this.resolver = resolver;
    this.downloads = downloads;
    this.parallelism = parallelism;
  }

  @Override
  public List<Entry> entries() throws FetchException, IOException {
    List<RemoteFile> listed = resolver.files(request);
    for (RemoteFile file : listed) {
      String base = FileMatcher.baseName(file.name());
      PinnedFile pin = request.pinned().getOrDefault(file.name(), request.pinned().get(base));
      files.put(file.name(), pin == null ? file : file.pinned(pin));
    }
    request
        .pinned()
        .forEach(
            (name, pin) -> {
              String url = pin.url();
              boolean known =
                  files.keySet().stream()
                      .anyMatch(n -> n.equals(name) || FileMatcher.baseName(n).equals(name));
              if (url != null && !known) {
                SourceLocation location = request.location();
                files.put(
                    name,
                    new RemoteFile(name, url, -1, null, location.version(), location.license())
                        .pinned(pin));
              }
            });
    boolean only = files.size() == 1;
    List<Entry> entries = new ArrayList<>();
    for (RemoteFile file : files.values()) {
      entries.add(
          new Entry(file.name(), file.url(), file.bytes(), file.version(), file.license(), only));
    }
    return entries;
  }

  @Override
  public boolean isHere(Entry entry) throws IOException {
    RemoteFile file = files.get(entry.name());
    return file != null && downloads.keeps(request, file);
  }

  @Override
  public void prepare(List<Entry> wanted) throws FetchException, IOException {
    if (wanted.size() < 2) {
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(parallelism, wanted.size()));
    try {
      List<Future<Local>> running = new ArrayList<>();
      for (Entry entry : wanted) {
        running.add(pool.submit(() -> get(entry)));
      }
      for (Future<Local> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      throw Http.interrupted(e);
    } finally {
      pool.shutdownNow();
    }
  }

  @Override
  public Local get(Entry entry) throws FetchException, IOException {
    Local known = got.get(entry.name());
    if (known != null) {
      return known;
    }
    RemoteFile file = files.get(entry.name());
    if (file == null) {
      throw new IllegalStateException("No entry " + entry.name());
    }
    Local local;
    try {
      local = downloads.get(request, file);
      refusePointer(file, local.path());
    } catch (FetchException failure) {
      throw failure.of(entry);
    }
    got.put(entry.name(), local);
    return local;
  }

  private void refusePointer(RemoteFile file, Path path) throws FetchException, IOException {
    if (Files.size(path) <= LARGEST_POINTER
        && new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
            .startsWith(LFS_POINTER)) {
      throw new FetchException(
          Code.REPOSITORY_REFUSED,
          ("Cannot use %s of dataset \"%s\": it is a pointer to Git LFS, not the file. Give "
                  + "the file's own address as \"url\" in \"files\" of the manifest.")
              .formatted(file.url(), request.dataset()));
    }
  }

  private static IOException rethrown(Throwable cause) throws FetchException {
    if (cause instanceof FetchException failure) {
      throw failure;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }
}
