package org.icemelt.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.icemelt.judge.ProjectRoot;
import org.jspecify.annotations.Nullable;

/**
 * Servers on this machine laid out like Zenodo, figshare, ScienceBase, GitHub's API, GitHub's raw
 * files and the USPVDB's own, after their documentation; not checked against the live services.
 */
final class WorldServers implements AutoCloseable {
  /** The commits that the branches stand at. */
  static final String INDIA_COMMIT = "fbd4e0bc243ce1fa09bf851cd8d26d37835bf95b";

  static final String CHINA_COMMIT = "e4fe281d9a5e1df0218ea875e712d483f99ad1f2";
  static final String INDIA_FILE = "data/solar_farms_india_2021_merged_simplified.geojson";
  static final String USPVDB_PATH = "/uspvdb/assets/data/uspvdbGeoJSON.zip";
  static final String SCIENCEBASE_ITEM = "6442d8a2d34ee8d4ade8e6db";

  private static final ObjectMapper JSON = new ObjectMapper();

  final LoopbackServer zenodo = new LoopbackServer();
  final LoopbackServer figshare = new LoopbackServer();
  final LoopbackServer sciencebase = new LoopbackServer();
  final LoopbackServer github = new LoopbackServer();
  final LoopbackServer githubRaw = new LoopbackServer();
  final LoopbackServer uspvdb = new LoopbackServer();

  /** The files that the repository holds: India's and the first version of the USPVDB. */
  static Path indiaFile() {
    return EmbeddedData.of("ind_pv_solar_farms_2022")
        .resolve("solar_farms_india_2021_merged_simplified.geojson");
  }

  static Path uspvdbFile() {
    return EmbeddedData.of("usa_eia_large_scale_pv_2023").resolve("uspvdbGeoJSON.zip");
  }

  /** Serves the datasets of which {@code world} has files, and those that the repository holds. */
  WorldServers serve(SyntheticWorld world) {
    zenodoRecord("5005868", "v1.0.0", "cc-by-4.0", world.of("global_pv_inventory_sent2_spot_2021"));
    zenodo.redirect("/api/records/5005867", "/api/records/5005868");
    zenodoRecord("4059881", "1.0", "cc-by-4.0", world.of("uk_crowdsourced_pv_2020"));
    zenodoRecord("14827819", "v1.0", "cc-by-4.0", world.of("usa_gm_seus_v1_2025"));
    figshareArticle(
        "11310269", 6, "CC BY 4.0", world.of("global_harmonized_large_solar_farms_2020"));
    figshareArticle("3385780", 4, "CC0", world.of("usa_cali_usgs_pv_2016"));
    gitHubRepository("microsoft/solar-farms-mapping", "MIT", INDIA_COMMIT, INDIA_FILE, indiaFile());
    chinasRepository(world.of("chn_med_res_pv_2024"));
    uspvdb.file(USPVDB_PATH, uspvdbFile());
    scienceBaseItem();
    return this;
  }

  /** The options that send a build to these servers. */
  List<String> options() {
    return List.of(
        "--zenodoUrl=" + zenodo.base(),
        "--figshareUrl=" + figshare.base(),
        "--sciencebaseUrl=" + sciencebase.base(),
        "--githubUrl=" + github.base(),
        "--githubRawUrl=" + githubRaw.base());
  }

  /**
   * Writes the program's own {@code world} manifest with one change: the USPVDB's plain address,
   * for which there is no option, leads to this machine.
   */
  Path manifest(Path folder) {
    try {
      String world =
          Files.readString(
              ProjectRoot.path()
                  .resolve(
                      "pipelines/src/main/resources/org/icemelt/pipelines/manifest/world.json"));
      String here = world.replace("https://eerscmap.usgs.gov" + USPVDB_PATH, uspvdbUrl());
      if (here.equals(world)) {
        throw new AssertionError("world.json no longer names " + USPVDB_PATH);
      }
      return Files.writeString(folder.resolve("world.json"), here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uspvdbUrl() {
    return uspvdb.base() + USPVDB_PATH;
  }

  /** Every request to any of them. */
  List<String> log() {
    List<String> log = new ArrayList<>();
    all().forEach(server -> log.addAll(server.log()));
    return log;
  }

  void forget() {
    all().forEach(LoopbackServer::forget);
  }

  @Override
  public void close() {
    all().forEach(LoopbackServer::close);
  }

  private Stream<LoopbackServer> all() {
    return Stream.of(zenodo, figshare, sciencebase, github, githubRaw, uspvdb);
  }

  private void zenodoRecord(String id, String version, String license, Path folder) {
    ObjectNode record = JSON.createObjectNode().put("id", Integer.parseInt(id));
    ObjectNode metadata = record.putObject("metadata").put("version", version);
    metadata.putObject("license").put("id", license);
    ArrayNode files = record.putArray("files");
    for (Path file : files(folder)) {
      String name = name(file);
      String path = "/api/records/%s/files/%s/content".formatted(id, name);
      ObjectNode listed = files.addObject().put("key", name).put("size", size(file));
      listed.put("checksum", "md5:" + Packed.digest("MD5", file));
      listed.putObject("links").put("self", "https://zenodo.org" + path);
      zenodo.file(path, file);
    }
    zenodo.json("/api/records/" + id, record.toString());
  }

  private void figshareArticle(String id, int version, String license, Path folder) {
    ObjectNode article = JSON.createObjectNode().put("id", Integer.parseInt(id));
    article.put("version", version).putObject("license").put("name", license);
    ArrayNode files = article.putArray("files");
    for (Path file : files(folder)) {
      String path = "/files/" + id + files.size();
      ObjectNode listed = files.addObject().put("name", name(file)).put("size", size(file));
      listed.put("is_link_only", false).put("supplied_md5", "");
      listed.put("computed_md5", Packed.digest("MD5", file));
      listed.put("download_url", "https://ndownloader.figshare.com" + path);
      figshare.file(path, file);
    }
    figshare.json("/v2/articles/%s/versions/%d".formatted(id, version), article.toString());
  }

  private void chinasRepository(Path folder) {
    ArrayNode tree = JSON.createArrayNode();
    for (Path file : files(folder)) {
      blob(tree, name(file), file);
      githubRaw.file("/qingfengxitu/ChinaPV/%s/%s".formatted(CHINA_COMMIT, name(file)), file);
    }
    gitHubAnswers("qingfengxitu/ChinaPV", null, CHINA_COMMIT, tree);
  }

  private void gitHubRepository(
      String repository, String license, String commit, String path, Path file) {
    ArrayNode tree = JSON.createArrayNode();
    tree.addObject().put("path", "data").put("type", "tree");
    blob(tree, path, file);
    githubRaw.file("/%s/%s/%s".formatted(repository, commit, path), file);
    gitHubAnswers(repository, license, commit, tree);
  }

  private void gitHubAnswers(
      String repository, @Nullable String license, String commit, ArrayNode tree) {
    String api = "/repos/" + repository;
    ObjectNode facts = JSON.createObjectNode().put("default_branch", "main");
    if (license == null) {
      facts.putNull("license");
    } else {
      facts.putObject("license").put("spdx_id", license);
    }
    github.json(api, facts.toString());
    JsonNode head = JSON.createObjectNode().put("sha", commit);
    github.json(api + "/commits/main", head.toString());
    github.json(api + "/commits/heads/main", head.toString());
    ObjectNode answer = JSON.createObjectNode().put("sha", commit).put("truncated", false);
    github.json(api + "/git/trees/" + commit, answer.set("tree", tree).toString());
  }

  private static void blob(ArrayNode tree, String path, Path file) {
    ObjectNode blob = tree.addObject().put("path", path).put("type", "blob");
    blob.put("size", size(file)).put("sha", Packed.gitBlob(file));
  }

  private void scienceBaseItem() {
    String id = SCIENCEBASE_ITEM;
    ObjectNode found = JSON.createObjectNode().put("total", 1);
    ObjectNode item = found.putArray("items").addObject().put("id", id);
    item.putArray("identifiers").addObject().put("type", "DOI").put("key", "doi:10.5066/P9IA3TUS");
    sciencebase.json("/catalog/items", found.toString());
    ObjectNode whole = JSON.createObjectNode().put("id", id);
    String path = "/catalog/file/get/" + id;
    ObjectNode file = whole.putArray("files").addObject().put("name", "uspvdbGeoJSON.zip");
    file.put("size", size(uspvdbFile())).put("url", "https://www.sciencebase.gov" + path);
    file.put("downloadUri", "https://www.sciencebase.gov" + path + "?f=uspvdbGeoJSON");
    file.putObject("checksum").put("type", "MD5").put("value", Packed.digest("MD5", uspvdbFile()));
    sciencebase.json("/catalog/item/" + id, whole.toString());
    sciencebase.file(path, uspvdbFile());
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
