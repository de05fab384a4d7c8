package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ScienceBase's items: {@code GET /catalog/item/<id>?format=json}, with the files attached to the
 * item and to its facets. The item of a DOI is searched for among the catalog's.
 */
final class ScienceBaseResolver implements Resolver {
  private static final Pattern ITEM =
      Pattern.compile("(?i)(?:.*/catalog/item/)?([0-9a-f]{24})/?.*");
  private static final List<String> PUBLIC =
      List.of(Endpoints.PUBLIC.sciencebase(), "https://sciencebase.gov");

  private final Http http;

  ScienceBaseResolver(Http http) {
    this.http = http;
  }

  @Override
  public List<RemoteFile> files(FetchRequest request) throws FetchException, IOException {
    String base = request.endpoints().sciencebase();
    String url = base + "/catalog/item/" + item(request, base) + "?format=json";
    JsonNode item = http.json(request.dataset(), url);
    List<RemoteFile> files = new ArrayList<>();
    addFiles(request, base, item, files);
    for (JsonNode facet : item.path("facets")) {
      addFiles(request, base, facet, files);
    }
    if (files.isEmpty()) {
      throw http.notUnderstood(request.dataset(), url, "an item without files", null);
    }
    return files;
  }

  private static void addFiles(
      FetchRequest request, String base, JsonNode owner, List<RemoteFile> files) {
    for (JsonNode file : owner.path("files")) {
      String name = Answers.text(file, "name");
      String address = Answers.first(Answers.text(file, "downloadUri"), Answers.text(file, "url"));
      if (name != null && address != null) {
        files.add(
            new RemoteFile(
                name,
                Answers.mirrored(address, base, PUBLIC),
                file.path("size").asLong(-1),
                checksum(file.path("checksum")),
                request.location().version(),
                Answers.first(request.location().license(), "public domain (US Government work)")));
      }
    }
  }

  private static @Nullable String checksum(JsonNode checksum) {
    String type = String.valueOf(Answers.text(checksum, "type")).toLowerCase(Locale.ROOT);
    String value = Answers.text(checksum, "value");
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "md5" -> "md5:" + value;
      case "sha-256", "sha256" -> "sha256:" + value;
      default -> null;
    };
  }

  private String item(FetchRequest request, String base) throws FetchException, IOException {
    String locator = request.location().locator();
    if (!Doi.isDoi(locator)) {
      Matcher item = ITEM.matcher(locator);
      if (!item.matches()) {
        throw Answers.invalid(request, "a DOI or an address of a catalog item");
      }
      return item.group(1);
    }
    String url =
        base
            + "/catalog/items?format=json&fields=identifiers&max=20&q="
            + URLEncoder.encode(locator, StandardCharsets.UTF_8);
    JsonNode items = http.json(request.dataset(), url).path("items");
    for (JsonNode found : items) {
      for (JsonNode identifier : found.path("identifiers")) {
        String key = String.valueOf(Answers.text(identifier, "key"));
        if (Doi.bare(key).equalsIgnoreCase(locator)) {
          return found.path("id").asText();
        }
      }
    }
    throw http.notUnderstood(request.dataset(), url, "no item of that doi", null);
  }
}
