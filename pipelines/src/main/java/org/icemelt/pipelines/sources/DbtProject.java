package org.icemelt.pipelines.sources;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.query.LakeQuery;

/**
 * A dbt project on the lake: profile, sources, one model, and a run-operation {@code ingest} that
 * runs this program. No password is written: PostgreSQL's comes from PGPASSWORD.
 */
final class DbtProject {
  private static final List<String> FILES =
      List.of(
          "dbt_project.yml",
          "profiles.yml",
          "models/pv_by_dataset.sql",
          "models/models.yml",
          "macros/ingest.sql",
          "plugins/icemelt_plugin.py");

  private final Lake lake;
  private final LakeConfig config;
  private final Path folder;

  /**
   * @param folder the folder the program runs in: {@code ingest} runs it there again
   */
  DbtProject(Lake lake, LakeConfig config, Path folder) {
    this.lake = lake;
    this.config = config;
    this.folder = folder;
  }

  void write(Path project, String sourcesYaml) throws IOException {
    if (lake.table(LakeSources.STAGING).isEmpty()) {
      throw new UsageException(
          "Cannot write a dbt project: its model reads stg_pv_consolidated, which the lake lacks. Build layer staging first.");
    }
    Map<String, String> words =
        Map.of(
            "@extension@", extension(),
            "@attach@", quoted("ducklake:" + address()),
            "@alias@", LakeQuery.ALIAS,
            "@project@", quoted(project.toString()),
            "@data@", quoted(lake.dataPath()),
            "@command@", quoted(command()),
            "@folder@", quoted(folder.toString()));
    for (String file : FILES) {
      String text = template(file);
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace(word.getKey(), word.getValue());
      }
      put(project.resolve(file), text);
    }
    put(project.resolve("models/sources.yml"), sourcesYaml);
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String template(String file) throws IOException {
    try (InputStream in = DbtProject.class.getResourceAsStream("project/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String extension() {
    return switch (config.catalog().kind()) {
      case SQLITE -> "sqlite_scanner";
      case POSTGRES -> "postgres_scanner";
      case DUCKDB -> "parquet";
    };
  }

  /** The catalog with an absolute path, without a password. */
  private String address() {
    CatalogAddress catalog = config.catalog();
    if (catalog.kind() != CatalogAddress.Kind.POSTGRES) {
      return new CatalogAddress(catalog.kind(), config.catalogFile().toString()).toString();
    }
    return catalog
        .toString()
        .replaceAll("(?i)\\s*password\\s*=\\s*\\*\\*\\*", "")
        .replace(":***@", "@");
  }

  /** How to run this program: by its jar, the running one if it is one. */
  private String command() {
    boolean postgres = config.catalog().kind() == CatalogAddress.Kind.POSTGRES;
    Path code = code();
    Path jar = Files.isRegularFile(code) ? code : folder.resolve("pipelines/target/icemelt.jar");
    return "%s -jar %s build --catalog=%s"
        .formatted(
            shell(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            shell(jar.toString()),
            shell(postgres ? address() : config.catalog().toString()));
  }

  private static Path code() {
    try {
      return Path.of(DbtProject.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's own place is always known", e);
    }
  }

  private static String shell(String word) {
    return word.matches("[A-Za-z0-9_./:=-]+") ? word : "\"" + word.replace("\"", "\\\"") + "\"";
  }

  /** Inside single quotes of YAML. */
  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
