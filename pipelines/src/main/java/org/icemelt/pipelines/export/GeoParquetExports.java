package org.icemelt.pipelines.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeScan;

/**
 * What {@code build} leaves in its folder of exports: each table with a geometry, as GeoParquet.
 */
public final class GeoParquetExports {
  private static final String REJECTS = "ingest_rejects"; // its geometries may be broken
  private final Lake lake;
  private final Path folder;

  public GeoParquetExports(Lake lake, Path folder) {
    this.lake = lake;
    this.folder = folder;
  }

  /**
   * Writes {@code <table>.parquet} for each table of schema {@code main} that has a geometry.
   *
   * @param onlyMissing leave those alone that are there
   * @return files written
   * @throws IOException naming the first table that could not be written
   */
  public int write(boolean onlyMissing) throws IOException {
    int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> files = new ArrayList<>();
      for (Lake.TableInfo table : lake.tables()) {
        Path file = folder.resolve(table.name().name() + ".parquet");
        if (isExported(table) && !(onlyMissing && Files.exists(file))) {
          LakeScan scan = LakeScan.of(lake.config(), table.name());
          files.add(
              pool.submit(
                  () -> new TableExport(scan, null, null, ExportFormat.GEOPARQUET).to(file)));
        }
      }
      for (Future<Long> file : files) {
        file.get();
      }
      return files.size();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean isExported(Lake.TableInfo table) {
    return table.name().schema().equals("main")
        && !table.name().name().equals(REJECTS)
        && table.columns().stream()
            .anyMatch(
                c ->
                    c.type().equals("geometry")
                        || (c.name().equals("geometry") && c.type().equals("varchar")));
  }
}
