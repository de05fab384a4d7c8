package org.icemelt.pipelines.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.zip.GZIPOutputStream;
import org.icemelt.io.ducklake.Lake;
import org.icemelt.io.ducklake.LakeScan;
import org.icemelt.io.ducklake.RowCursor;
import org.icemelt.io.ducklake.TableId;
import org.jspecify.annotations.Nullable;

/** The rows of the staging table as the page's map takes them: columns of numbers, packed. */
final class Sites {
  private static final TableId STAGING = TableId.of("main", "stg_pv_consolidated");
  private static final String[] COLUMNS = {
    "dataset_name",
    "source_file",
    "source_row",
    "centroid_lon",
    "centroid_lat",
    "area_m2",
    "capacity_mw",
    "install_date",
    "technology",
    "status",
    "record_role",
    "name"
  };

  /**
   * What the map's script unpacks.
   *
   * @param rows how many sites
   * @param datasets names, sorted; a site's dataset is a number of this list, and likewise its
   *     file, technology, status and role
   * @param names of sites that have one, by the site's number
   * @param columns base64 of the gzip of these columns one after another, little endian, each of
   *     {@code rows} values: longitude, latitude (float32 degrees), area (float32 m², NaN if none),
   *     capacity (float32 MW, NaN if none), source row less that of the site before (int32), year
   *     (uint16, 0 if none), dataset, file (uint16), technology, status, role (uint8)
   */
  record Packed(
      int rows,
      List<String> datasets,
      List<String> files,
      List<String> technologies,
      List<String> statuses,
      List<String> roles,
      Map<Integer, String> names,
      String columns) {}

  static final Packed NONE = new Sites().pack();

  private record Site(
      int dataset,
      int file,
      int row,
      float lon,
      float lat,
      float area,
      float capacity,
      int year,
      int technology,
      int status,
      int role,
      @Nullable String name) {}

  private final Words datasets = new Words();
  private final Words files = new Words();
  private final Words technologies = new Words();
  private final Words statuses = new Words();
  private final Words roles = new Words();
  private final List<Site> sites = new ArrayList<>();

  private Sites() {}

  /** Those of the newest snapshot; none without the staging layer. */
  static Packed of(Lake lake) {
    Sites all = new Sites();
    if (lake.exists() && lake.table(STAGING).isPresent()) {
      try (RowCursor rows = LakeScan.of(lake.config(), STAGING).select(COLUMNS).plan().open()) {
        while (rows.next()) {
          all.add(rows.values());
        }
      }
    }
    return all.pack();
  }

  private void add(List<@Nullable Object> row) {
    if (!(row.get(3) instanceof Double lon) || !(row.get(4) instanceof Double lat)) {
      return; // a row without a place, as only another program could have written it
    }
    sites.add(
        new Site(
            datasets.number(row.get(0)),
            files.number(row.get(1)),
            row.get(2) instanceof Long number ? number.intValue() : 0,
            lon.floatValue(),
            lat.floatValue(),
            real(row.get(5)),
            real(row.get(6)),
            row.get(7) instanceof LocalDate date ? date.getYear() : 0,
            technologies.number(row.get(8)),
            statuses.number(row.get(9)),
            roles.number(row.get(10)),
            (String) row.get(11)));
  }

  private static float real(@Nullable Object value) {
    return value instanceof Double number ? number.floatValue() : Float.NaN;
  }

  private Packed pack() {
    int[] order = datasets.sorted();
    sites.sort(
        Comparator.comparingInt((Site s) -> order[s.dataset()])
            .thenComparing(s -> files.word(s.file()))
            .thenComparingInt(Site::row));
    int rows = sites.size();
    ByteBuffer out = ByteBuffer.allocate(rows * (5 * 4 + 3 * 2 + 3)).order(ByteOrder.LITTLE_ENDIAN);
    sites.forEach(s -> out.putFloat(s.lon()));
    sites.forEach(s -> out.putFloat(s.lat()));
    sites.forEach(s -> out.putFloat(s.area()));
    sites.forEach(s -> out.putFloat(s.capacity()));
    int before = 0;
    for (Site site : sites) {
      out.putInt(site.row() - before);
      before = site.row();
    }
    shorts(out, Site::year);
    shorts(out, s -> order[s.dataset()]);
    shorts(out, Site::file);
    bytes(out, Site::technology);
    bytes(out, Site::status);
    bytes(out, Site::role);
    Map<Integer, String> names = new TreeMap<>();
    for (int i = 0; i < rows; i++) {
      String name = sites.get(i).name();
      if (name != null) {
        names.put(i, name);
      }
    }
    return new Packed(
        rows,
        datasets.words().stream().sorted().toList(),
        files.words(),
        technologies.words(),
        statuses.words(),
        roles.words(),
        names,
        Base64.getEncoder().encodeToString(zipped(out.array())));
  }

  private void shorts(ByteBuffer out, ToIntFunction<Site> column) {
    sites.forEach(s -> out.putShort((short) column.applyAsInt(s)));
  }

  private void bytes(ByteBuffer out, ToIntFunction<Site> column) {
    sites.forEach(s -> out.put((byte) column.applyAsInt(s)));
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
