package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Figshare's articles: {@code GET /v2/articles/<id>[/versions/<version>]}, and {@code …/files} in
 * pages, since an article itself may not list all.
 */
final class FigshareResolver implements Resolver {
  private static final Pattern ARTICLE =
      Pattern.compile(
          "(?i)(?:10\\.6084/m9\\.figshare\\.(\\d+)(?:\\.v(\\d+))?|.*/articles/"
              + "(?:[^/]+/)*?(\\d+)(?:/(\\d+))?/?)");
  private static final List<String> PUBLIC =
      List.of(
          Endpoints.PUBLIC.figshare(), "https://ndownloader.figshare.com", "https://figshare.com");
  private static final int PAGE = 100;

  private final Http http;

  FigshareResolver(Http http) {
    this.http = http;
  }

  @Override
  public List<RemoteFile> files(FetchRequest request) throws FetchException, IOException {
    Matcher locator = ARTICLE.matcher(request.location().locator());
    if (!locator.matches()) {
      throw Answers.invalid(
          request, "10.6084/m9.figshare.<number>[.v<version>] or an address of an article");
    }
    String id = Answers.first(locator.group(1), locator.group(3));
    String version = Answers.first(locator.group(2), locator.group(4));
    String base = request.endpoints().figshare();
    String url = base + "/v2/articles/" + id + (version == null ? "" : "/versions/" + version);
    JsonNode article = http.json(request.dataset(), url);
    String stated =
        Answers.first(Answers.text(article, "version"), version, request.location().version());
    String license =
        Answers.first(Answers.text(article, "license", "name"), request.location().license());
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode file : allFiles(request, url, article)) {
      String name = Answers.text(file, "name");
      String address = Answers.text(file, "download_url");
      if (name != null && address != null && !file.path("is_link_only").asBoolean()) {
        files.add(
            new RemoteFile(
                name,
                Answers.mirrored(address, base, PUBLIC),
                file.path("size").asLong(-1),
                md5(file),
                stated,
                license));
      }
    }
    if (files.isEmpty()) {
      throw http.notUnderstood(request.dataset(), url, "an article without public files", null);
    }
    return files;
  }

  private List<JsonNode> allFiles(FetchRequest request, String url, JsonNode article)
      throws FetchException, IOException {
    List<JsonNode> files = new ArrayList<>();
    article.path("files").forEach(files::add);
    if (files.size() < 10) {
      return files;
    }
    files.clear();
    int page = 1;
    JsonNode found;
    do {
      found =
          http.json(request.dataset(), url + "/files?page=%d&page_size=%d".formatted(page++, PAGE));
      found.forEach(files::add);
    } while (found.size() == PAGE);
    return files;
  }

  private static @Nullable String md5(JsonNode file) {
    String md5 =
        Answers.first(Answers.text(file, "computed_md5"), Answers.text(file, "supplied_md5"));
    return md5 == null ? null : "md5:" + md5;
  }
}
