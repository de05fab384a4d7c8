package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Description;
import org.jspecify.annotations.Nullable;

/** Options of {@code query}. */
public interface QueryOptions extends LakeOptions {
  @Description("One SQL statement, in DuckDB's words. Tables stand under their own names.")
  @Nullable String getSql();

  void setSql(@Nullable String value);

  @Description(
      "How to print: table, csv (NULL is nothing, a text without letters \"\") or json. Default: table.")
  @Nullable String getFormat();

  void setFormat(@Nullable String value);
}
