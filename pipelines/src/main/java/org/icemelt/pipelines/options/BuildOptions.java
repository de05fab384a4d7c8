package org.icemelt.pipelines.options;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code build}. None is a secret: runners show every option. */
public interface BuildOptions extends DownloadOptions {
  @Description("What to build: embedded (small, offline), world (DOI datasets), a path or a URL.")
  @Default.String("embedded")
  String getManifest();

  void setManifest(String value);

  @Description("Names or aliases of the datasets to build. Default: all that are not skipped.")
  @Nullable List<String> getDatasets();

  void setDatasets(@Nullable List<String> value);

  @Description("All datasets; without --manifest those of world.")
  @Default.Boolean(false)
  boolean isAll();

  void setAll(boolean value);

  @Description("Layers to build. Default: raw, staging, prepared, curated.")
  @Nullable List<String> getLayers();

  void setLayers(@Nullable List<String> value);

  @Description(
      "Further H3 resolutions, 0 to 15: columns h3_index_R beside h3_index_12. Those that the lake"
          + " has stay.")
  @Nullable List<String> getH3Resolution();

  void setH3Resolution(@Nullable List<String> value);

  @Description(
      "Countries and regions: embedded (Natural Earth), or Overture's type division_area as"
          + " GeoParquet: a file, folder, glob or s3://BUCKET/FOLDER/.")
  @Default.String("embedded")
  String getBoundaries();

  void setBoundaries(String value);

  @Description("Also write each table with a geometry as GeoParquet, EXPORTPATH/TABLE.parquet.")
  @Default.Boolean(true)
  boolean isExportGeoparquet();

  void setExportGeoparquet(boolean value);

  @Description("Also write a plain DuckDB file there after the commit, schema raw_data included.")
  @Nullable String getDatabasePath();

  void setDatabasePath(@Nullable String value);

  @Description(
      "Also copy the tables after the commit: ducklake:sqlite:PATH or another catalog for a lake, a"
          + " path for a DuckDB file, md:NAME for MotherDuck.")
  @Nullable String getPublishTo();

  void setPublishTo(@Nullable String value);

  @Description("Folder or s3:// address of the data files of a new lake that --publishTo makes.")
  @Nullable String getPublishDataPath();

  void setPublishDataPath(@Nullable String value);

  @Description("Folder for exports; made in any case.")
  @Default.String("exports/")
  String getExportPath();

  void setExportPath(String value);

  @Description("false: parallelism 1 on any runner.")
  @Default.Boolean(true)
  boolean isUseParallel();

  void setUseParallel(boolean value);

  @Description("Take downloads from the cache.")
  @Default.Boolean(true)
  boolean isUseCache();

  void setUseCache(boolean value);

  @Description("Folder of the download cache, keyed by URL and checksum.")
  @Default.String(".cache/icemelt/")
  String getCachePath();

  void setCachePath(String value);

  @Description("Fetch again even if cached.")
  @Default.Boolean(false)
  boolean isForceDownload();

  void setForceDownload(boolean value);

  @Description("Largest download, in MB (10^6 bytes); a dataset's own max_mb wins for it.")
  @Default.Integer(250)
  int getMaxMb();

  void setMaxMb(int value);

  @Description("Largest size an archive may unpack to, in MB (10^6 bytes).")
  @Default.Integer(20000)
  int getMaxUnpackedMb();

  void setMaxUnpackedMb(int value);

  @Description("Bytes of a file that one worker reads at a time, in MB (10^6 bytes).")
  @Default.Integer(8)
  int getSplitMb();

  void setSplitMb(int value);

  @Description("Narrow the raw tables to the manifest's keep_cols.")
  @Default.Boolean(false)
  boolean isHonourKeepCols();

  void setHonourKeepCols(boolean value);

  @Description("true: the first failed dataset fails the run; false: the others go on (exit 3).")
  @Default.Boolean(false)
  boolean isFailFast();

  void setFailFast(boolean value);

  @Description("Record in table ingest_checks that each source was checked, also if none changed.")
  @Default.Boolean(false)
  boolean isRecordChecks();

  void setRecordChecks(boolean value);

  @Description("The run's write id. Default: a new uuid. Give the old one to repeat a submission.")
  @Nullable String getRunId();

  void setRunId(@Nullable String value);

  @Description("Folder of the run reports (RUNID.json).")
  @Default.String("db/runs/")
  String getRunsPath();

  void setRunsPath(String value);

  @Description(
      "Files or URLs (http, https) that receive the run's OpenLineage events, comma between them: a"
          + " file gets a line for each, a URL without a path is asked at /api/v1/lineage. A key for"
          + " it goes into OPENLINEAGE_API_KEY.")
  @Nullable List<String> getOpenLineage();

  void setOpenLineage(@Nullable List<String> value);

  @Description("File for the run's report as an HTML page: counts, rejects, lineage, a map.")
  @Nullable String getReport();

  void setReport(@Nullable String value);

  @Description("Author, written into the snapshot.")
  @Nullable String getAuthor();

  void setAuthor(@Nullable String value);

  @Description("Message, written into the snapshot.")
  @Nullable String getCommitMessage();

  void setCommitMessage(@Nullable String value);
}
