package org.icemelt.io.repositories;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zenodo's records: {@code GET /api/records/<id>}. The id of a DOI that stands for all versions is
 * answered by a redirect to the latest.
 */
final class ZenodoResolver implements Resolver {
  private static final Pattern RECORD =
      Pattern.compile("(?i)(?:10\\.5281/zenodo\\.|.*/records?/)?(\\d+)/?(?:[?#].*)?");
  private static final List<String> PUBLIC =
      List.of(Endpoints.PUBLIC.zenodo(), "https://www.zenodo.org");

  private final Http http;

  ZenodoResolver(Http http) {
    this.http = http;
  }

  @Override
  public List<RemoteFile> files(FetchRequest request) throws FetchException, IOException {
    Matcher locator = RECORD.matcher(request.location().locator());
    if (!locator.matches()) {
      throw Answers.invalid(request, "10.5281/zenodo.<number> or an address of a record");
    }
    String base = request.endpoints().zenodo();
    String url = base + "/api/records/" + locator.group(1);
    JsonNode json = http.json(request.dataset(), url);
    String id = Answers.first(Answers.text(json, "id"), locator.group(1));
    String version =
        Answers.first(
            request.location().version(),
            Answers.text(json, "metadata", "version"),
            "record " + id);
    String license =
        Answers.first(
            Answers.text(json, "metadata", "license", "id"),
            Answers.text(json, "metadata", "license"),
            request.location().license());
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      String name = Answers.text(file, "key");
      if (name != null) {
        String address =
            Answers.first(
                Answers.text(file, "links", "self"),
                base + "/api/records/" + id + "/files/" + Answers.escaped(name) + "/content");
        files.add(
            new RemoteFile(
                name,
                Answers.mirrored(String.valueOf(address), base, PUBLIC),
                file.path("size").asLong(-1),
                Answers.text(file, "checksum"),
                version,
                license));
      }
    }
    if (files.isEmpty()) {
      throw http.notUnderstood(request.dataset(), url, "a record without public files", null);
    }
    return files;
  }
}
