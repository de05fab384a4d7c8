package org.icemelt.pipelines.options;

import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code export}. */
public interface ExportOptions extends LakeOptions {
  @Description("Table to export, as name or schema.name; * exports every table.")
  @Nullable String getTable();

  void setTable(@Nullable String value);

  @Description(
      "geoparquet (1.1, zstd, with bbox), parquet (zstd), geojson or csv. Default: geoparquet.")
  @Nullable String getFormat();

  void setFormat(@Nullable String value);

  @Description(
      "File to write, or a folder (with a slash at its end, or for --table=*), on this machine or"
          + " in a store, as s3://bucket/exports/. Default: exports/.")
  @Nullable String getOutput();

  void setOutput(@Nullable String value);

  @Description(
      "Only rows whose geometry meets this box: minLon,minLat,maxLon,maxLat, in degrees (WGS 84).")
  @Nullable String getBbox();

  void setBbox(@Nullable String value);

  @Description(
      "Only rows for which this is true: comparisons (=, <>, <, <=, >, >=, IN (…), IS [NOT] NULL)"
          + " of a column with a value, joined by AND. Texts stand in single quotes.")
  @Nullable String getWhere();

  void setWhere(@Nullable String value);

  @Description("Columns to write, comma between them. Default: all.")
  @Nullable List<String> getColumns();

  void setColumns(@Nullable List<String> value);

  @Description("Export the tables as they were at this snapshot. Default: the newest.")
  @Nullable Long getSnapshot();

  void setSnapshot(@Nullable Long value);

  @Description("Export the tables as they were at this time, as 2026-11-25T12:00:00Z; UTC if none.")
  @Nullable String getAsOf();

  void setAsOf(@Nullable String value);
}
