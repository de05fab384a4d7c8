package org.icemelt.io.repositories;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.icemelt.io.repositories.FetchException.Code;
import org.icemelt.io.repositories.Origin.Entry;
import org.icemelt.io.repositories.Origin.Local;
import org.icemelt.io.repositories.Unpacker.Leaf;

/**
 * Brings a dataset's wanted feature files to local disk.
 *
 * <p>Which of the files that the repository has: by {@link FileMatcher}. Its archives are looked
 * into if the request expects them or names them, or if no plain file is wanted; their members are
 * then chosen in the same way, however deep. A file or archive that the locator names itself is
 * taken whatever its suffix.
 *
 * <p>Any number of jobs may use one cache folder at once.
 */
public final class SourceFiles {
  private static final int NAMES_SHOWN = 20;
  private static final Map<HttpPolicy, SourceFiles> SHARED = new ConcurrentHashMap<>();

  private final Clock clock;
  private final HttpPolicy policy;
  private final Http http;
  private final DownloadCache downloads;

  public SourceFiles() {
    this(HttpPolicy.DEFAULT);
  }

  /**
   * @param policy how patient downloads are
   */
  public SourceFiles(HttpPolicy policy) {
    this(Clock.systemUTC(), policy, Pause.sleeping());
  }

  SourceFiles(Clock clock, HttpPolicy policy, Pause pause) {
    this(clock, policy, pause, Proxies.ofThisProcess());
  }

  SourceFiles(Clock clock, HttpPolicy policy, Pause pause, ProxySelector proxies) {
    this.clock = clock;
    this.policy = policy;
    this.http = new Http(policy, pause, clock, proxies);
    this.downloads = new DownloadCache(http, pause, clock);
  }

  /**
   * The one of this process for a policy: all its threads share connections, and the bound on
   * requests a host.
   */
  public static SourceFiles shared(HttpPolicy policy) {
    return SHARED.computeIfAbsent(policy, SourceFiles::new);
  }

  /**
   * What {@link #fetch} would bring to local disk, archives before they are unpacked.
   *
   * @param name as the repository names it
   * @param bytes -1 if the repository does not say
   * @param here whether its bytes are on this machine already
   */
  public record Planned(String name, String url, long bytes, boolean here) {}

  /** Asks the repository, but fetches nothing. */
  public List<Planned> plan(FetchRequest request) throws FetchException, IOException {
    Origin origin = origin(request);
    Choice choice = choose(request, new FileMatcher(request.filters()), origin.entries());
    List<Planned> planned = new ArrayList<>();
    for (Entry entry : choice.all()) {
      planned.add(new Planned(entry.name(), entry.url(), entry.bytes(), origin.isHere(entry)));
    }
    return planned;
  }

  /**
   * Fetches, unpacks and selects.
   *
   * @return at least one file, sorted by name
   * @throws FetchException the dataset cannot be had as asked
   * @throws IOException the local disk failed
   */
  public List<FetchedFile> fetch(FetchRequest request) throws FetchException, IOException {
    FileMatcher matcher = new FileMatcher(request.filters());
    Origin origin = origin(request);
    List<Entry> entries = origin.entries();
    Choice choice = choose(request, matcher, entries);
    origin.prepare(choice.all());
    List<String> seen = new ArrayList<>();
    List<FetchedFile> files = new ArrayList<>();
    for (Entry entry : choice.plain()) {
      Local main = get(request, origin, entry);
      if (entry.asked() && ArchiveKind.of(main.path()).isPresent()) {
        addMembers(request, matcher, entry, main, seen, files);
      } else {
        Map<String, Path> companions = new TreeMap<>();
        for (Map.Entry<String, Entry> part : choice.companions(entry).entrySet()) {
          companions.put(part.getKey(), get(request, origin, part.getValue()).path());
        }
        Leaf leaf = new Leaf(entry.name(), main.path(), companions);
        files.add(fetched(gathered(request, leaf), entry, main));
      }
    }
    for (Entry entry : choice.archives()) {
      addMembers(request, matcher, entry, get(request, origin, entry), seen, files);
    }
    if (files.isEmpty()) {
      entries.forEach(entry -> seen.add(entry.name()));
      throw matchedNothing(request, seen);
    }
    files.sort(Comparator.comparing(FetchedFile::sourceFile));
    return files;
  }

  private Origin origin(FetchRequest request) {
    Resolver resolver =
        switch (request.location().repository()) {
          case ZENODO -> new ZenodoResolver(http);
          case FIGSHARE -> new FigshareResolver(http);
          case SCIENCEBASE -> new ScienceBaseResolver(http);
          case GITHUB -> new GitHubResolver(http);
          case DIRECT_DOWNLOAD -> new DirectResolver();
          case LOCAL -> null;
        };
    if (resolver != null) {
      return new RemoteOrigin(request, resolver, downloads, policy.requestsPerHost());
    }
    return request.location().locator().startsWith(ClasspathOrigin.SCHEME)
        ? new ClasspathOrigin(request, clock)
        : new LocalOrigin(request, clock);
  }

  private static Choice choose(FetchRequest request, FileMatcher matcher, List<Entry> entries) {
    Map<String, Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    List<String> names = List.copyOf(byName.keySet());
    String shared = FileMatcher.sharedFolder(names);
    List<String> wanted = new ArrayList<>();
    List<Entry> archives = new ArrayList<>();
    for (Entry entry : entries) {
      if (ArchiveKind.isNamedSo(entry.name())) {
        if (entry.asked() || matcher.acceptsArchive(entry.name(), shared, request.archives())) {
          archives.add(entry);
        }
      } else if (matcher.accepts(entry.name(), shared)
          || (entry.asked() && request.filters().include().isEmpty())) {
        wanted.add(entry.name());
      }
    }
    List<String> mains = Companions.mains(wanted);
    ArchiveHints hints = request.archives();
    boolean open = mains.isEmpty() || hints.expected() || !hints.names().isEmpty();
    return new Choice(
        mains.stream().map(byName::get).toList(),
        open ? archives : List.of(),
        Companions.find(mains, names),
        byName);
  }

  private static Local get(FetchRequest request, Origin origin, Entry entry)
      throws FetchException, IOException {
    Local local = origin.get(entry);
    PinnedFile pinned =
        request
            .pinned()
            .getOrDefault(entry.name(), request.pinned().get(FileMatcher.baseName(entry.name())));
    if (pinned != null) {
      try {
        Pins.check(request.dataset(), entry.name(), local.path(), pinned);
      } catch (FetchException failure) {
        throw failure.of(entry);
      }
    }
    return local;
  }

  private static void addMembers(
      FetchRequest request,
      FileMatcher matcher,
      Entry entry,
      Local archive,
      List<String> seen,
      List<FetchedFile> files)
      throws FetchException, IOException {
    try {
      for (Leaf leaf : new Unpacker(request, matcher, seen).unpack(archive.path(), entry.name())) {
        files.add(fetched(leaf, entry, archive));
      }
    } catch (FetchException failure) {
      throw failure.of(entry);
    }
  }

  private static FetchedFile fetched(Leaf leaf, Entry entry, Local origin) throws IOException {
    long bytes = Files.size(leaf.path());
    for (Path companion : leaf.companions().values()) {
      bytes += Files.size(companion);
    }
    return new FetchedFile(
        leaf.sourceFile(),
        leaf.path().toString(),
        entry.url(),
        Checksums.of(leaf.path(), leaf.companions()),
        bytes,
        entry.version(),
        entry.license(),
        origin.fetchedAt());
  }

  /** Copies a Shapefile whose companions lie elsewhere to one folder of the cache. */
  private static Leaf gathered(FetchRequest request, Leaf leaf) throws IOException {
    Path folder = leaf.path().getParent();
    boolean together =
        leaf.companions().values().stream().allMatch(part -> folder.equals(part.getParent()));
    if (together) {
      return leaf;
    }
    Path target =
        Path.of(
                request.cache().folder(),
                "gathered",
                Checksums.of(leaf.path(), leaf.companions()),
                leaf.path().getFileName().toString())
            .toAbsolutePath();
    Files.createDirectories(target.getParent());
    copy(leaf.path(), target);
    Map<String, Path> companions = new TreeMap<>();
    for (Map.Entry<String, Path> part : leaf.companions().entrySet()) {
      Path beside = Unpacker.besides(target, part.getKey());
      copy(part.getValue(), beside);
      companions.put(part.getKey(), beside);
    }
    return new Leaf(leaf.sourceFile(), target, companions);
  }

  private static void copy(Path from, Path to) throws IOException {
    Path temporary = to.resolveSibling("." + UUID.randomUUID() + ".part");
    Files.copy(from, temporary);
    Placement.put(temporary, to);
  }

  private static FetchException matchedNothing(FetchRequest request, List<String> seen) {
    FileFilters filters = request.filters();
    String why =
        filters.include().isEmpty() && filters.exclude().isEmpty()
            ? "none of its files ends in " + String.join(", ", FileMatcher.SUFFIXES)
            : "its file_filters (include %s, exclude %s) match none of its files"
                .formatted(filters.include(), filters.exclude());
    String names = String.join(", ", seen.subList(0, Math.min(NAMES_SHOWN, seen.size())));
    String more =
        seen.size() > NAMES_SHOWN ? " and %d more".formatted(seen.size() - NAMES_SHOWN) : "";
    return new FetchException(
        Code.FILTER_MATCHED_NOTHING,
        ("Cannot read dataset \"%s\" from %s: %s. There were: %s%s. Correct file_filters "
                + "in the manifest.")
            .formatted(
                request.dataset(),
                request.location().locator(),
                why,
                names.isEmpty() ? "no files" : names,
                more));
  }

  private record Choice(
      List<Entry> plain,
      List<Entry> archives,
      Map<String, Map<String, String>> companionNames,
      Map<String, Entry> byName) {
    /** All that is needed, companions included, each once. */
    List<Entry> all() {
      LinkedHashSet<Entry> all = new LinkedHashSet<>();
      for (Entry main : plain) {
        all.add(main);
        all.addAll(companions(main).values());
      }
      all.addAll(archives);
      return List.copyOf(all);
    }

    Map<String, Entry> companions(Entry main) {
      Map<String, Entry> companions = new TreeMap<>();
      companionNames
          .getOrDefault(main.name(), Map.of())
          .forEach(
              (ending, name) -> {
                Entry companion = byName.get(name);
                if (companion != null) {
                  companions.put(ending, companion);
                }
              });
      return companions;
    }
  }
}
