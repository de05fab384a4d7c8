package org.icemelt.transforms.harmonise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.icemelt.io.model.FeatureSchema;
import org.jspecify.annotations.Nullable;

/**
 * The shipped profiles ({@code profiles.json} beside this class, explained at {@link
 * ProfileReader}), and what a dataset's manifest entry makes of them.
 */
public final class Profiles {
  private static final Set<String> BASES = Target.CAPACITY_BASIS.words();

  /** The reference system's name list, exact case; a driver's row key is not among them. */
  private static final Map<Target, List<String>> REFERENCE_NAMES =
      Map.of(
          Target.UNIFIED_ID,
          List.of("sol_id", "polygon_id", "unique_id", "osm_id", "FID_PV_202", "fid"),
          Target.SOURCE_AREA_M2,
          List.of("Area", "area_sqm", "panels.area", "area", "Shape_Area"),
          Target.CAPACITY_MW,
          List.of("capacity_mw", "power", "capacity"),
          Target.INSTALL_DATE,
          List.of("install_date", "installation_date", "Date"));

  private Profiles() {}

  /** The profile shipped for a dataset, before its manifest entry is looked at. */
  public static Optional<Profile> forDataset(String dataset) {
    return Optional.ofNullable(Shipped.PROFILES.get(dataset));
  }

  /** Names of the datasets that have a shipped profile. */
  public static Set<String> datasets() {
    return Shipped.PROFILES.keySet();
  }

  /**
   * What is wrong with a manifest entry's {@code fields}, one sentence each: unknown targets,
   * units, bases; empty if nothing is.
   */
  public static List<String> faults(Map<String, List<FieldSource>> manifestFields) {
    List<String> faults = new ArrayList<>();
    manifestFields.forEach(
        (name, sources) -> {
          Optional<Target> target = Target.of(name);
          if (target.isEmpty()) {
            faults.add(
                "Invalid target of fields: \"%s\"; known are %s"
                    .formatted(
                        name,
                        Stream.of(Target.values())
                            .map(Target::column)
                            .collect(Collectors.joining(", "))));
            return;
          }
          sources.forEach(s -> faultOf(target.get(), s).ifPresent(faults::add));
        });
    return faults;
  }

  /**
   * The profile to use for a dataset: target by target the manifest's {@code fields}, else the
   * shipped profile's; without a shipped profile the reference's name list, as far as the columns
   * are there, with the unit that the name states and technology unknown.
   *
   * @param schema the dataset's columns
   * @param manifestFields the manifest entry's {@code fields}: target column → candidates in order
   * @param manifestRoles the manifest entry's {@code record_role}; files that fit none of its
   *     patterns keep the profile's role
   * @throws IllegalArgumentException naming the dataset, if {@link #faults} has anything to say
   */
  public static Profile resolve(
      String dataset,
      FeatureSchema schema,
      Map<String, List<FieldSource>> manifestFields,
      @Nullable RecordRoles manifestRoles) {
    List<String> faults = faults(manifestFields);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot harmonise dataset " + dataset + ": " + String.join("; ", faults));
    }
    Profile base = forDataset(dataset).orElseGet(() -> fromNames(schema));
    Map<Target, List<Candidate>> fields = new EnumMap<>(Target.class);
    fields.putAll(base.fields());
    if (manifestFields.containsKey(Target.CAPACITY_MW.column())) {
      fields.remove(Target.CAPACITY_BASIS); // it spoke of the replaced column
    }
    manifestFields.forEach(
        (name, sources) -> {
          Target target = Target.of(name).orElseThrow();
          fields.put(target, sources.stream().map(s -> candidate(target, s)).toList());
        });
    Map<Target, WordList> words = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      if (!target.words().isEmpty()) {
        words.put(
            target,
            base.wordsOf(target).then(Shipped.VOCABULARY.getOrDefault(target, WordList.EMPTY)));
      }
    }
    RecordRoles roles = manifestRoles == null ? base.roles() : manifestRoles.then(base.roles());
    return new Profile(fields, words, base.technology(), roles);
  }

  private static Optional<String> faultOf(Target target, FieldSource source) {
    String unit = source.unit();
    if (unit != null && target == Target.INSTALL_DATE) {
      return DatePrecision.of(unit).isPresent()
          ? Optional.empty()
          : Optional.of(
              "Invalid unit of install_date: \"" + unit + "\"; known are day, month, year");
    }
    if (unit != null && Unit.of(target, unit).isEmpty()) {
      return Optional.of(
          "Invalid unit of %s: \"%s\"; known are %s"
              .formatted(
                  target.column(),
                  unit,
                  switch (target) {
                    case SOURCE_AREA_M2 -> "m2, km2, ha, acre, ft2";
                    case CAPACITY_MW -> "W, kW, MW, GW (with p, dc or ac behind), as written";
                    default -> "none, as it is no quantity";
                  }));
    }
    String basis = source.basis();
    return basis == null || BASES.contains(basis)
        ? Optional.empty()
        : Optional.of(
            "Invalid basis of %s: \"%s\"; known are ac, dc, unknown"
                .formatted(target.column(), basis));
  }

  private static Candidate candidate(Target target, FieldSource source) {
    String stated = source.unit();
    Unit unit = null;
    DatePrecision finest = null;
    if (stated == null) {
      unit = unitOf(target, source.column());
    } else if (target == Target.INSTALL_DATE) {
      finest = DatePrecision.of(stated).orElseThrow();
    } else {
      unit = Unit.of(target, stated).orElseThrow();
    }
    return new Candidate(
        List.of(source.column()), null, unit, source.basis(), source.kind(), finest, null, false);
  }

  /** Where nobody states one; ArcGIS keeps its column Shape_Area in the CRS's own unit. */
  private static @Nullable Unit unitOf(Target target, String column) {
    if (target == Target.SOURCE_AREA_M2 && column.equals("Shape_Area")) {
      return Unit.CRS_UNIT_SQUARED;
    }
    return Unit.statedBy(target, column).or(() -> Unit.own(target)).orElse(null);
  }

  private static Profile fromNames(FeatureSchema schema) {
    Map<Target, List<Candidate>> fields = new EnumMap<>(Target.class);
    REFERENCE_NAMES.forEach(
        (target, names) -> {
          List<Candidate> candidates =
              names.stream()
                  .filter(name -> schema.indexOf(name).isPresent())
                  .map(name -> referenceCandidate(target, name))
                  .toList();
          if (!candidates.isEmpty()) {
            fields.put(target, candidates);
          }
        });
    return new Profile(fields, Map.of(), "unknown", RecordRoles.always(RecordRoles.INSTALLATION));
  }

  private static Candidate referenceCandidate(Target target, String name) {
    return new Candidate(List.of(name), null, unitOf(target, name), null, null, null, null, false);
  }

  /** Loaded once, never changed. */
  private static final class Shipped {
    static final Map<String, Profile> PROFILES = read();

    /** Every word that any profile lists, without catch-alls, and the targets' own words. */
    static final Map<Target, WordList> VOCABULARY = vocabulary();

    private static Map<String, Profile> read() {
      try (InputStream json = Profiles.class.getResourceAsStream("profiles.json")) {
        if (json == null) {
          throw new IllegalStateException("Cannot find profiles.json beside " + Profiles.class);
        }
        return ProfileReader.read(json);
      } catch (IOException e) {
        throw new UncheckedIOException("Failed to read profiles.json", e);
      }
    }

    private static Map<Target, WordList> vocabulary() {
      Map<Target, WordList> vocabulary = new EnumMap<>(Target.class);
      for (Profile profile : PROFILES.values()) {
        profile
            .words()
            .forEach((t, words) -> vocabulary.merge(t, words.withoutCatchAll(), WordList::then));
      }
      for (Target target : Target.values()) {
        if (!target.words().isEmpty()) {
          vocabulary.merge(target, WordList.ownWordsOf(target), WordList::then);
        }
      }
      return vocabulary;
    }
  }
}
