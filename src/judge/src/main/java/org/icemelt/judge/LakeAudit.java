package org.icemelt.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Audits a lake from the outside, statement by statement of the DuckLake 1.0 specification, and
 * then lets DuckDB read it and write to a copy of it. Runs {@code check_lake.py}, which never
 * writes to the lake itself. A lake of which an audit of this checkout has seen every byte, and
 * found it sound, is not audited again.
 */
public final class LakeAudit {
  private static final Pattern NARROWED =
      Pattern.compile("STATS: (.+) \\(table_column_stats\\): .* lie outside the stated .*");
  private static final Path SOUND = ProjectRoot.path().resolve("target/sound-lakes");

  /**
   * What an audit found.
   *
   * @param faults each {@code CODE: detail}; none for a sound lake
   * @param before whether the lake is sound because one of the same bytes was found so before
   */
  public record Result(List<String> faults, boolean before) {
    public Result {
      faults = List.copyOf(faults);
    }
  }

  private LakeAudit() {}

  /**
   * Audits a lake whose paths are absolute.
   *
   * @param catalog {@code sqlite:/x/cat.sqlite}, {@code duckdb:/x/meta.ducklake} or {@code
   *     postgres:host=… dbname=…}
   * @return the faults, each {@code CODE: detail}; empty for a sound lake
   */
  public static List<String> check(String catalog) {
    return check(catalog, Path.of("").toAbsolutePath());
  }

  /**
   * Audits a lake as seen from {@code folder}, from where a relative path of the catalog and of its
   * data counts.
   */
  public static List<String> check(String catalog, Path folder, String... options) {
    return audit(catalog, folder, options).faults();
  }

  /** The same, and whether an audit of the same bytes had found no fault before. */
  public static Result audit(String catalog, Path folder, String... options) {
    List<String> arguments = new ArrayList<>(List.of(catalog, "--sound", SOUND.toString()));
    arguments.addAll(List.of(options));
    Command audit = AuditProcess.run(folder, arguments);
    List<String> said = audit.stdout().lines().filter(line -> !line.isBlank()).toList();
    List<String> faults = said.stream().filter(line -> !line.startsWith("note:")).toList();
    boolean sound = audit.exitCode() == 0 && faults.size() == 1 && faults.get(0).startsWith("OK ");
    if (sound) {
      return new Result(List.of(), faults.get(0).equals("OK sound before"));
    }
    if (audit.exitCode() != 1 || faults.isEmpty()) {
      return new Result(
          List.of("AUDIT: exit %d, %s".formatted(audit.exitCode(), audit.stderr().strip())), false);
    }
    return new Result(faults, false);
  }

  /**
   * Whether the fault is one that {@code ducklake_rewrite_data_files} of DuckDB 1.5.5 leaves in
   * lakes that DuckDB alone wrote too: where one file holds only NULLs in a column, it forgets the
   * column's bounds. For lakes in which DuckDB rewrote files, and only for those.
   */
  public static boolean isOfDuckDbsRewrite(String fault) {
    return fault.startsWith("TSTATS:")
        && fault.contains("both bounds are NULL although there are values");
  }

  /**
   * Whether the fault is one that DuckDB 1.5.5 makes in each file that it writes itself: it counts
   * the values of fields of structs in lists wrongly. {@code JudgeTest} shows it in a lake that
   * DuckDB alone wrote. For lakes in which DuckDB wrote such files, and only for those.
   */
  public static boolean isOfDuckDbsListCounts(String fault) {
    return fault.startsWith("STATS: data file") && fault.contains(", non-null leaf values ");
  }

  /**
   * Faults of a lake without those of DuckDB's own: bounds that its rewrite forgot, or that its
   * next insert then took from the new rows alone, in a column in which a control lake, written by
   * DuckDB alone with the same statements, shows such a fault too.
   *
   * @param control looked at only if there are faults of that kind
   */
  public static List<String> faultsBeyond(String catalog, Path folder, String control) {
    return beyond(check(catalog, folder), folder, control);
  }

  /** The same for faults that an audit found already. */
  public static List<String> beyond(List<String> faults, Path folder, String control) {
    if (faults.stream().noneMatch(fault -> boundsOf(fault).isPresent())) {
      return faults;
    }
    Set<String> theirs =
        check(control, folder).stream()
            .map(LakeAudit::boundsOf)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return faults.stream()
        .filter(fault -> boundsOf(fault).filter(theirs::contains).isEmpty())
        .toList();
  }

  /** The column whose table-wide bounds a fault is about; empty if it is about something else. */
  private static Optional<String> boundsOf(String fault) {
    Matcher narrowed = NARROWED.matcher(fault);
    if (narrowed.matches()) {
      return Optional.of(narrowed.group(1));
    }
    return isOfDuckDbsRewrite(fault)
        ? Optional.of(fault.substring("TSTATS: ".length(), fault.indexOf(": both bounds")))
        : Optional.empty();
  }
}
