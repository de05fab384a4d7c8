package org.icemelt.pipelines.manifest;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.icemelt.pipelines.manifest.ManifestException.Problem;

/**
 * The datasets of one manifest, in its order.
 *
 * @param source as the user gave it
 * @param warnings what is odd but usable
 */
public record Manifest(String source, List<DatasetSpec> datasets, List<Problem> warnings) {
  /** In the program: small real datasets with their files, offline. */
  public static final String EMBEDDED = "embedded";

  /** In the program: the published datasets of the world by their DOIs. */
  public static final String WORLD = "world";

  public Manifest {
    requireNonNull(source, "source");
    datasets = List.copyOf(datasets);
    warnings = List.copyOf(warnings);
  }

  /**
   * What was chosen.
   *
   * @param datasets to be read, in the order they were named, else in the manifest's
   * @param skipped those that {@code skip} keeps out
   */
  public record Selection(List<DatasetSpec> datasets, List<DatasetSpec> skipped) {
    public Selection {
      datasets = List.copyOf(datasets);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param source {@link #EMBEDDED}, {@link #WORLD}, a path or a URL
   * @throws ManifestException naming every fault with dataset, key and line
   */
  public static Manifest read(String source) throws ManifestException {
    ManifestSource from = ManifestSource.of(source);
    Json json = JsonText.parse(from.text(), source);
    Findings findings = new Findings();
    List<DatasetSpec> datasets = new ArrayList<>();
    if (json instanceof Json.Obj root) {
      Map<String, Json.Member> names = new LinkedHashMap<>();
      for (Json.Member member : root.members()) {
        Json.Member earlier = names.putIfAbsent(member.key().toLowerCase(Locale.ROOT), member);
        if (earlier != null) {
          repeated(member, earlier, findings);
        }
        if (member.value() instanceof Json.Obj entry) {
          datasets.add(new EntryReader(member, entry, findings).read(from));
        } else {
          findings.error(
              member.key(),
              "",
              member.line(),
              "expected an object, found " + member.value().kind());
        }
      }
      checkAliases(root, datasets, findings);
      if (root.members().isEmpty()) {
        findings.error("", "", root.line(), "it names no dataset");
      }
    } else {
      findings.error("", "", json.line(), "expected an object of datasets, found " + json.kind());
    }
    findings.throwIfAny(source);
    return new Manifest(source, datasets, findings.warnings());
  }

  /**
   * Chooses datasets by name or alias. A name that {@link #EMBEDDED} lacks is looked up in {@link
   * #WORLD}.
   *
   * @param names empty = all that are not skipped
   * @param all all that are not skipped, whatever {@code names} says
   * @throws ManifestException for a name that there is not, with those that there are
   */
  public Selection select(List<String> names, boolean all) throws ManifestException {
    List<DatasetSpec> chosen = new ArrayList<>();
    if (all || names.isEmpty()) {
      chosen.addAll(datasets);
    } else {
      List<String> unknown = new ArrayList<>();
      List<DatasetSpec> known = new ArrayList<>(datasets);
      for (String name : names) {
        Optional<DatasetSpec> found = find(name, datasets);
        if (found.isEmpty() && source.equals(EMBEDDED)) {
          List<DatasetSpec> world = read(WORLD).datasets();
          known.addAll(world);
          found = find(name, world);
        }
        found.ifPresentOrElse(
            spec -> {
              if (!chosen.contains(spec)) {
                chosen.add(spec);
              }
            },
            () -> unknown.add(name));
      }
      if (!unknown.isEmpty()) {
        throw unknownNames(unknown, known);
      }
    }
    return new Selection(
        chosen.stream().filter(spec -> !spec.skip()).toList(),
        chosen.stream().filter(DatasetSpec::skip).toList());
  }

  private static Optional<DatasetSpec> find(String name, List<DatasetSpec> datasets) {
    return datasets.stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .or(() -> datasets.stream().filter(spec -> spec.aliases().contains(name)).findFirst());
  }

  private ManifestException unknownNames(List<String> unknown, List<DatasetSpec> known) {
    TreeSet<String> names = new TreeSet<>();
    known.forEach(
        spec ->
            names.add(
                spec.aliases().isEmpty()
                    ? spec.name()
                    : "%s (%s)".formatted(spec.name(), String.join(", ", spec.aliases()))));
    List<String> quoted = unknown.stream().map(name -> "\"" + name + "\"").toList();
    return new ManifestException(
        "Cannot choose dataset %s: manifest %s has none of that name. Known are: %s"
            .formatted(String.join(", ", quoted), source, String.join(", ", names)));
  }

  private static void repeated(Json.Member member, Json.Member earlier, Findings findings) {
    findings.error(
        member.key(),
        "",
        member.line(),
        earlier.key().equals(member.key())
            ? "the name is that of line %d again; each dataset has one entry"
                .formatted(earlier.line())
            : "the name differs from \"%s\" of line %d in case only, so both would be one table"
                .formatted(earlier.key(), earlier.line()));
  }

  private static void checkAliases(Json.Obj root, List<DatasetSpec> datasets, Findings findings) {
    Map<String, String> owners = new LinkedHashMap<>();
    datasets.forEach(spec -> owners.put(spec.name(), spec.name()));
    for (DatasetSpec spec : datasets) {
      for (String alias : spec.aliases()) {
        String owner = owners.putIfAbsent(alias, spec.name());
        if (owner != null && !owner.equals(spec.name())) {
          int line =
              root.members().stream()
                  .filter(member -> member.key().equals(spec.name()))
                  .mapToInt(Json.Member::line)
                  .findFirst()
                  .orElse(0);
          findings.error(
              spec.name(),
              "aliases",
              line,
              "\"%s\" is already a name of dataset \"%s\"".formatted(alias, owner));
        }
      }
    }
  }
}
