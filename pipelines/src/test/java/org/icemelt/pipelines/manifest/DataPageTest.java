package org.icemelt.pipelines.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.icemelt.judge.PagePart;
import org.icemelt.transforms.harmonise.Candidate;
import org.icemelt.transforms.harmonise.Profile;
import org.icemelt.transforms.harmonise.Profiles;
import org.icemelt.transforms.harmonise.Target;
import org.junit.jupiter.api.Test;

/** The data guide's tables of origins and of profiles, as manifests and profiles are shipped. */
class DataPageTest {
  private static final String PAGE = "src/site/data.md";

  @Test
  void theOriginsAreThoseOfTheManifests() throws Exception {
    for (String source : List.of(Manifest.WORLD, Manifest.EMBEDDED)) {
      Manifest manifest = Manifest.read(source);
      List<DatasetSpec> skipped = manifest.select(List.of(), false).skipped();
      new PagePart(PAGE, "origins of " + source)
          .mustBe(
              manifest.datasets().stream()
                  .map(spec -> origin(spec, skipped.contains(spec)))
                  .collect(
                      Collectors.joining(
                          "\n",
                          "| dataset | DOI or address | version | licence |\n|---|---|---|---|\n",
                          "\n")));
    }
  }

  @Test
  void theMappingIsThatOfTheProfiles() {
    List<String> rows = new ArrayList<>();
    for (String dataset : Profiles.datasets().stream().sorted().toList()) {
      Profile profile = Profiles.forDataset(dataset).orElseThrow();
      for (Target target : Target.values()) {
        String from =
            profile.candidates(target).stream()
                .map(DataPageTest::from)
                .collect(Collectors.joining("; else "));
        if (!from.isEmpty()) {
          rows.add("| `%s` | `%s` | %s |".formatted(dataset, target.column(), from));
        }
      }
    }
    new PagePart(PAGE, "profiles")
        .mustBe("| dataset | common column | from |\n|---|---|---|\n" + String.join("\n", rows));
  }

  private static String from(Candidate candidate) {
    StringBuilder from = new StringBuilder("`" + String.join("/", candidate.columns()) + "`");
    if (candidate.prefix() != null) {
      from.append(" with `").append(candidate.prefix()).append("` in front");
    }
    List<String> notes = new ArrayList<>();
    if (candidate.unit() != null) {
      notes.add(candidate.unit().name());
    }
    if (candidate.basis() != null) {
      notes.add(candidate.basis());
    }
    if (candidate.kind() != null) {
      notes.add(candidate.kind());
    }
    if (candidate.finest() != null) {
      notes.add("by " + candidate.finest().name().toLowerCase(Locale.ROOT));
    }
    if (candidate.onlyWhereNull() != null) {
      notes.add("only where `" + candidate.onlyWhereNull() + "` is null");
    }
    return notes.isEmpty() ? from.toString() : from + " (" + String.join(", ", notes) + ")";
  }

  private static String origin(DatasetSpec spec, boolean skipped) {
    Publication publication = spec.publication();
    String doi = String.valueOf(publication.recordDoi());
    return "| `%s`%s | <%s> | %s | %s |"
        .formatted(
            spec.name(),
            skipped ? " (skipped)" : "",
            doi.startsWith("10.") ? "https://doi.org/" + doi : doi,
            publication.version() == null ? "as the repository says" : publication.version(),
            publication.license() == null ? "as the repository says" : publication.license());
  }
}
