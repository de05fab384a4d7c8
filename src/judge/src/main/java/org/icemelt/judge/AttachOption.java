package org.icemelt.judge;

/** One option of DuckLake's ATTACH, as it stands between the brackets. */
public record AttachOption(String sql) {
  /** {@code DATA_PATH}: must equal the stored one, or be the first. */
  public static AttachOption dataPath(String path) {
    return new AttachOption("DATA_PATH " + Judge.literal(path));
  }

  /** {@code DATA_PATH} with {@code OVERRIDE_DATA_PATH true}: the files are here now. */
  public static AttachOption overrideDataPath(String path) {
    return new AttachOption(dataPath(path).sql() + ", OVERRIDE_DATA_PATH true");
  }

  /** The lake as of that snapshot. */
  public static AttachOption snapshot(long id) {
    return new AttachOption("SNAPSHOT_VERSION " + id);
  }

  public static AttachOption readOnly() {
    return new AttachOption("READ_ONLY");
  }

  /** Fails if there is no lake, where DuckDB would make one. */
  public static AttachOption existing() {
    return new AttachOption("CREATE_IF_NOT_EXISTS false");
  }
}
