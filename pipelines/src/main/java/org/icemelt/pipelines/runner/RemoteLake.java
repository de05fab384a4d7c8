package org.icemelt.pipelines.runner;

import java.util.Locale;
import org.icemelt.io.ducklake.CatalogAddress;
import org.icemelt.io.ducklake.LakeConfig;
import org.icemelt.pipelines.UsageException;

/** Refuses lakes that the workers of a cluster cannot share. */
public final class RemoteLake {
  private RemoteLake() {}

  /**
   * Does nothing where this process does the work, or where the cluster's workers can reach the
   * catalog.
   *
   * @throws UsageException saying why not, and what to give instead
   */
  public static void requireCatalog(RunnerChoice runner, LakeConfig lake) {
    FlinkMaster master = runner.flink();
    if (!runner.onCluster() || master == null) {
      return;
    }
    if (lake.catalog().kind() == CatalogAddress.Kind.DUCKDB) {
      throw refused(
          master, "a DuckDB file serves one process", "Use --catalog=sqlite:… or postgres:….");
    }
    if (lake.catalog().hasPassword()) {
      throw refused(
          master,
          "the password in --catalog would be shown with the job",
          "Leave it out, and give PGPASSWORD or PGPASSFILE to the TaskManagers and to this program.");
    }
    boolean knownElsewhere = !master.isAuto() && !master.isThisMachine();
    if (lake.catalog().kind() == CatalogAddress.Kind.SQLITE && knownElsewhere) {
      throw refused(
          master,
          "the SQLite catalog %s is a file of this machine".formatted(lake.catalogFile()),
          "Use --catalog=\"postgres:dbname=… host=…\".");
    }
  }

  /**
   * Does nothing where this process does the work, or where the data path is absolute.
   *
   * @param dataPath as the catalog holds it, or as it would be made
   * @throws UsageException saying what to give instead
   */
  public static void requireDataPath(RunnerChoice runner, String dataPath) {
    FlinkMaster master = runner.flink();
    boolean absolute = dataPath.startsWith("/") || dataPath.contains("://");
    if (runner.onCluster() && master != null && !absolute) {
      throw refused(
          master,
          "the data path %s is relative, and TaskManagers have folders of their own"
              .formatted(dataPath),
          "Give --dataPath as an absolute path or s3://… that all of them see; a lake that was"
              + " made with a relative one stays with the machine it was made on.");
    }
  }

  private static UsageException refused(FlinkMaster master, String why, String instead) {
    return new UsageException(
        String.format(
            Locale.ROOT, "Cannot build on Flink at %s: %s. %s", master.text(), why, instead));
  }
}
