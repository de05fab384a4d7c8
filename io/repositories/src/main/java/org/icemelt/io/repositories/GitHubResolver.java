package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.icemelt.io.repositories.FetchException.Code;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of a GitHub repository at a commit, tag or branch (else its default branch), resolved to a
 * commit first, which is the version recorded. A folder in the address narrows the list; the
 * address of one file is that file alone. Bytes are checked against Git's own checksum. The address
 * of the whole tree's archive ({@code /archive/<ref>.zip}, {@code /zipball/<ref>}) is that archive
 * at the commit; it is also what a repository of too many files to list is read from.
 */
final class GitHubResolver implements Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(GitHubResolver.class);
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(?i)https?://(?:www\\.)?github\\.com/([^/?#]+)/([^/?#]+?)(?:\\.git)?"
              + "(?:/(tree|blob|raw)/([^?#]+?))?/?(?:[?#].*)?");
  private static final Pattern ARCHIVE =
      Pattern.compile(
          "(?i)https?://(?:www\\.)?github\\.com/([^/?#]+)/([^/?#]+?)(?:\\.git)?"
              + "/(?:archive|zipball|tarball)/([^?#]+?)(?:\\.zip|\\.tar\\.gz)?/?(?:[?#].*)?");
  private static final Pattern RAW =
      Pattern.compile("(?i)https?://raw\\.githubusercontent\\.com/([^/]+)/([^/]+)/([^?#]+)");
  private static final Pattern REF_AND_PATH =
      Pattern.compile("((?:refs/(?:heads|tags)/)?[^/]+)(?:/(.*))?");

  private final Http http;

  GitHubResolver(Http http) {
    this.http = http;
  }

  /**
   * @param path folder or file; empty = all
   * @param whole the archive of the whole tree is asked for
   */
  private record Place(
      String owner, String name, @Nullable String ref, String path, boolean file, boolean whole) {
    String repository() {
      return owner + "/" + name;
    }
  }

  @Override
  public List<RemoteFile> files(FetchRequest request) throws FetchException, IOException {
    Place place = place(request);
    try {
      return listed(request, place);
    } catch (FetchException failure) {
      String ref = place.ref();
      if (place.file() && ref != null && failure.code() != Code.FILE_MISSING) {
        LOG.warn(
            "Dataset {}: its commit is not known, {}", request.dataset(), failure.getMessage());
        return List.of(unresolved(request, place, ref));
      }
      throw failure;
    }
  }

  /** The file at its branch or tag, when the service that knows commits does not answer. */
  private static RemoteFile unresolved(FetchRequest request, Place place, String ref) {
    return new RemoteFile(
        FileMatcher.baseName(place.path()),
        raw(request, place, ref, place.path()),
        -1,
        null,
        ref,
        request.location().license());
  }

  private static String raw(FetchRequest request, Place place, String ref, String path) {
    return "%s/%s/%s/%s"
        .formatted(
            request.endpoints().githubRaw(),
            place.repository(),
            Answers.escaped(ref),
            Answers.escaped(path));
  }

  private List<RemoteFile> listed(FetchRequest request, Place place)
      throws FetchException, IOException {
    String api = request.endpoints().github() + "/repos/" + place.repository();
    JsonNode repository = http.json(request.dataset(), api);
    String ref = Answers.first(place.ref(), Answers.text(repository, "default_branch"), "HEAD");
    String license =
        Answers.first(request.location().license(), Answers.text(repository, "license", "spdx_id"));
    String commitUrl = api + "/commits/" + Answers.escaped(shortRef(String.valueOf(ref)));
    String commit = Answers.text(http.json(request.dataset(), commitUrl), "sha");
    if (commit == null) {
      throw http.notUnderstood(request.dataset(), commitUrl, "no commit", null);
    }
    if (place.whole()) {
      return List.of(archive(place, api, commit, license));
    }
    String treeUrl = api + "/git/trees/" + commit + "?recursive=1";
    JsonNode tree = http.json(request.dataset(), treeUrl);
    if (tree.path("truncated").asBoolean() && !place.file()) {
      LOG.info(
          "Dataset {}: {} has too many files to list; its archive is taken",
          request.dataset(),
          place.repository());
      return List.of(archive(place, api, commit, license));
    }
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode entry : tree.path("tree")) {
      String path = Answers.text(entry, "path");
      if (path != null && "blob".equals(Answers.text(entry, "type")) && isAt(place, path)) {
        files.add(
            new RemoteFile(
                place.file() ? FileMatcher.baseName(path) : path,
                raw(request, place, commit, path),
                entry.path("size").asLong(-1),
                "git:" + Answers.text(entry, "sha"),
                commit,
                license));
      }
    }
    if (files.isEmpty()) {
      throw new FetchException(
          Code.FILE_MISSING,
          ("Cannot read dataset \"%s\": %s has no file at \"%s\" in commit %s. Correct the "
                  + "doi in the manifest.")
              .formatted(request.dataset(), place.repository(), place.path(), commit));
    }
    return files;
  }

  /** The whole tree at a commit. GitHub packs it anew each time, so its bytes have no checksum. */
  private static RemoteFile archive(
      Place place, String api, String commit, @Nullable String license) {
    return new RemoteFile(
        place.name() + ".zip", api + "/zipball/" + commit, -1, null, commit, license);
  }

  private static boolean isAt(Place place, String path) {
    if (place.file()) {
      return path.equals(place.path()) || Companions.isCompanion(path, place.path());
    }
    return place.path().isEmpty() || path.startsWith(place.path() + "/");
  }

  private static Place place(FetchRequest request) throws FetchException {
    String locator = request.location().locator();
    Matcher raw = RAW.matcher(locator);
    if (raw.matches()) {
      return place(raw.group(1), raw.group(2), raw.group(3), true);
    }
    Matcher archive = ARCHIVE.matcher(locator);
    if (archive.matches()) {
      String ref = URLDecoder.decode(archive.group(3), StandardCharsets.UTF_8);
      return new Place(archive.group(1), archive.group(2), ref, "", false, true);
    }
    Matcher repository = REPOSITORY.matcher(locator);
    if (!repository.matches()) {
      throw Answers.invalid(request, "https://github.com/<owner>/<repository>[/tree/<ref>/<path>]");
    }
    String rest = repository.group(4);
    if (rest == null) {
      return new Place(
          repository.group(1), repository.group(2), request.location().version(), "", false, false);
    }
    boolean file = !"tree".equalsIgnoreCase(repository.group(3));
    return place(repository.group(1), repository.group(2), rest, file);
  }

  private static Place place(String owner, String name, String refAndPath, boolean file) {
    Matcher parts = REF_AND_PATH.matcher(URLDecoder.decode(refAndPath, StandardCharsets.UTF_8));
    if (!parts.matches()) {
      return new Place(owner, name, null, "", false, false);
    }
    String path = parts.group(2) == null ? "" : parts.group(2);
    return new Place(owner, name, parts.group(1), path, file && !path.isEmpty(), false);
  }

  private static String shortRef(String ref) {
    return ref.startsWith("refs/") ? ref.substring("refs/".length()) : ref;
  }
}
