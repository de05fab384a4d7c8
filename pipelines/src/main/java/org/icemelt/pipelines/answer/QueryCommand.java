package org.icemelt.pipelines.answer;

import java.io.PrintStream;
import java.nio.file.Path;
import org.icemelt.pipelines.CommandFailedException;
import org.icemelt.pipelines.ExitCode;
import org.icemelt.pipelines.OptionsCommand;
import org.icemelt.pipelines.UsageException;
import org.icemelt.pipelines.options.OptionsParser;
import org.icemelt.pipelines.options.QueryOptions;
import org.icemelt.pipelines.query.LakeQuery;
import org.icemelt.pipelines.query.QueryException;

/** {@code query}: one SQL statement on the lake, answered by the DuckDB in the jar. */
public final class QueryCommand extends OptionsCommand<QueryOptions> {
  public QueryCommand() {
    super(QueryOptions.class, "runs one SQL statement on the lake and prints its rows");
  }

  @Override
  protected ExitCode run(QueryOptions options, Path folder, PrintStream out, PrintStream err) {
    String sql = options.getSql();
    if (sql == null || sql.isBlank()) {
      throw new UsageException(
          "Cannot query: --sql is missing, as in --sql=\"SELECT count(*) FROM stg_pv_consolidated\".");
    }
    ResultFormat format =
        options.getFormat() == null ? ResultFormat.TABLE : ResultFormat.named(options.getFormat());
    try (LakeQuery query = LakeQuery.open(OptionsParser.existingLake(options, folder))) {
      try (RowPrinter rows = format.printer(out)) {
        query.run(sql, rows);
      }
      return ExitCode.OK;
    } catch (QueryException e) {
      if (e.isLakeAtFault()) {
        throw new CommandFailedException(ExitCode.CHECK_FAILED, e.getMessage(), e);
      }
      throw new UsageException(e.getMessage(), e);
    }
  }
}
