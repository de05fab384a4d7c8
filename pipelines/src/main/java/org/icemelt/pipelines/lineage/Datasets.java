package org.icemelt.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.ColumnDef;
import org.icemelt.io.ducklake.CommitResult;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.TableId;
import org.icemelt.pipelines.build.StandardTables;
import org.jspecify.annotations.Nullable;

/**
 * What a run read and wrote, as the lake knows it.
 *
 * <p>A file is named by where it was published (DOI or address) and its path there; a table by the
 * lake's ATTACH address, absolute and without a password, and {@code schema.table}. What {@code
 * ingest_files} knows of a file stands in its facet {@value #SOURCE}.
 */
record Datasets(List<OpenLineage.InputDataset> inputs, List<OpenLineage.OutputDataset> outputs) {
  static final Datasets NONE = new Datasets(List.of(), List.of());
  static final String SOURCE = "icemelt_source";

  /** Columns of {@code ingest_files} that describe the file, in the facet's order. */
  private static final List<String> DESCRIBING =
      List.of(
          "dataset_name",
          "doi",
          "version",
          "license",
          "checksum",
          "bytes",
          "format",
          "crs",
          "status",
          "features_read",
          "stored",
          "rejected",
          "repaired",
          "filtered");

  private static final OpenLineage CLIENT = new OpenLineage(Events.PRODUCER);

  Datasets {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Files and tables of the first pipeline; none if it committed nothing. */
  static Datasets ofBuild(Lake lake, String writeId) {
    return lake.commit(writeId)
        .map(
            commit ->
                new Datasets(
                    SourceFile.of(lake, writeId).stream().map(Datasets::input).toList(),
                    outputs(lake, commit)))
        .orElse(NONE);
  }

  /**
   * Tables of the second pipeline.
   *
   * @param computedFrom the snapshot it read; null if it read none
   */
  static Datasets ofLayers(Lake lake, String writeId, @Nullable Long computedFrom) {
    List<OpenLineage.InputDataset> inputs =
        Stream.ofNullable(computedFrom)
            .map(snapshot -> input(lake, StandardTables.STAGING.id(), snapshot))
            .toList();
    return new Datasets(
        inputs, lake.commit(writeId).map(commit -> outputs(lake, commit)).orElse(List.of()));
  }

  private static OpenLineage.InputDataset input(SourceFile file) {
    OpenLineage.DatasetFacet source = CLIENT.newDatasetFacet();
    for (String column : DESCRIBING) {
      Object value = file.columns().get(column);
      if (value != null) {
        source.getAdditionalProperties().put(column, value);
      }
    }
    source.getAdditionalProperties().put("url", file.url());
    OpenLineage.DatasetFacetsBuilder facets =
        CLIENT
            .newDatasetFacetsBuilder()
            .dataSource(CLIENT.newDatasourceDatasetFacet(file.dataset(), uri(file.url())))
            .put(SOURCE, source);
    String checksum = file.text("checksum");
    if (checksum != null) {
      facets.version(CLIENT.newDatasetVersionDatasetFacet("sha256:" + checksum));
    }
    return CLIENT.newInputDataset(
        file.publishedAt(),
        file.name(),
        facets.build(),
        CLIENT
            .newInputDatasetInputFacetsBuilder()
            .inputStatistics(
                CLIENT.newInputStatisticsInputDatasetFacet(
                    file.whole("features_read"), file.whole("bytes"), 1L))
            .build());
  }

  private static OpenLineage.InputDataset input(Lake lake, TableId table, long snapshot) {
    return CLIENT.newInputDataset(
        namespace(lake.config()),
        CommitResult.key(table),
        facets(lake, table, snapshot),
        CLIENT.newInputDatasetInputFacetsBuilder().build());
  }

  /** The tables whose rows a commit changed, as its snapshot left them. */
  private static List<OpenLineage.OutputDataset> outputs(Lake lake, CommitResult commit) {
    Long snapshot = commit.snapshotId();
    if (snapshot == null) {
      return List.of();
    }
    Set<String> changed = new TreeSet<>(commit.rowsAdded().keySet());
    changed.addAll(commit.rowsRemoved().keySet());
    return changed.stream()
        .map(
            key ->
                CLIENT.newOutputDataset(
                    namespace(lake.config()),
                    key,
                    facets(lake, table(key), snapshot),
                    CLIENT
                        .newOutputDatasetOutputFacetsBuilder()
                        .outputStatistics(
                            CLIENT.newOutputStatisticsOutputDatasetFacet(
                                commit.rowsAdded().getOrDefault(key, 0L), null, null))
                        .build()))
        .toList();
  }

  private static OpenLineage.DatasetFacets facets(Lake lake, TableId table, long snapshot) {
    LakeConfig config = lake.config();
    String address = namespace(config);
    List<ColumnDef> columns = LakeScan.of(config, table).at(snapshot).describe().schema().columns();
    return CLIENT
        .newDatasetFacetsBuilder()
        .version(CLIENT.newDatasetVersionDatasetFacet(Long.toString(snapshot)))
        .dataSource(CLIENT.newDatasourceDatasetFacet(address, uri(address)))
        .catalog(
            CLIENT
                .newCatalogDatasetFacetBuilder()
                .framework("ducklake")
                .type(config.catalog().kind().name().toLowerCase(Locale.ROOT))
                .name(address)
                .warehouseUri(lake.dataPath())
                .source(Events.NAMESPACE)
                .build())
        .schema(
            CLIENT.newSchemaDatasetFacet(columns.stream().map(column -> field(column)).toList()))
        .build();
  }

  private static OpenLineage.SchemaDatasetFacetFields field(ColumnDef column) {
    return CLIENT
        .newSchemaDatasetFacetFieldsBuilder()
        .name(column.name())
        .type(column.type().catalogText())
        .build();
  }

  private static String namespace(LakeConfig lake) {
    CatalogAddress catalog = lake.catalog();
    return "ducklake:"
        + (catalog.kind() == CatalogAddress.Kind.POSTGRES
            ? catalog
            : new CatalogAddress(catalog.kind(), lake.catalogFile().toString()));
  }

  /** The table of a key of {@link CommitResult}'s maps. */
  private static TableId table(String key) {
    int dot = key.indexOf('.');
    return TableId.of(key.substring(0, dot), key.substring(dot + 1));
  }

  /** The text as a URI, with what no URI may hold encoded. */
  private static URI uri(String text) {
    int colon = text.indexOf(':');
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      try {
        return new URI(text.substring(0, Math.max(colon, 0)), text.substring(colon + 1), null);
      } catch (URISyntaxException hopeless) {
        throw new IllegalArgumentException("Invalid address: " + text, hopeless);
      }
    }
  }
}
