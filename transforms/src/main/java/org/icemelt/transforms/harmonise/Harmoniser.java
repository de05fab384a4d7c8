package org.icemelt.transforms.harmonise;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.icemelt.io.model.FeatureSource;
import org.icemelt.io.model.PvRecord;
import org.icemelt.io.model.WktSite;
import org.jspecify.annotations.Nullable;

/**
 * Fills the common columns for the rows of one source file, and counts what it did. Not for more
 * than one thread at a time.
 *
 * <p>The candidates of a target are tried in order and the first that gives a value fills it. A
 * value that cannot be converted gives nothing and is counted: text that is no number, NaN and
 * infinities, quantities below zero (publishers' "no data"), dates that are none, words that no
 * profile lists. A capacity or an area of 0 stays 0, since that is what the publisher states. Blank
 * text is no value.
 */
public final class Harmoniser {
  private static final Target[] TARGETS = Target.values();

  private final FeatureSource source;
  private final SourceField[][] fields = new SourceField[TARGETS.length][];
  private final List<HarmoniseWarning> warnings = new ArrayList<>();
  private final WordMeanings bases;
  private final WordMeanings technologies;
  private final WordMeanings statuses;
  private final String technology;
  private final String recordRole;

  /** What {@link #fillQuantity} found last. */
  private double quantity;

  private Harmoniser(Profile profile, FeatureSource source) {
    this.source = source;
    this.technology = profile.technology();
    this.recordRole = profile.roles().roleOf(source.sourceFile());
    this.bases = meanings(profile, Target.CAPACITY_BASIS);
    this.technologies = meanings(profile, Target.TECHNOLOGY);
    this.statuses = meanings(profile, Target.STATUS);
    for (Target target : TARGETS) {
      fields[target.ordinal()] = fieldsOf(profile, target);
    }
  }

  /** Finds the profile's columns among those of the file. */
  public static Harmoniser compile(Profile profile, FeatureSource source) {
    return new Harmoniser(profile, source);
  }

  /** The site with its common columns; the site must come from the file this was compiled for. */
  public PvRecord apply(WktSite site) {
    String unifiedId = text(Target.UNIFIED_ID, site);
    String externalId = text(Target.EXTERNAL_ID, site);
    String name = text(Target.NAME, site);
    Double area = fillQuantity(Target.SOURCE_AREA_M2, site) == null ? null : quantity;
    SourceField capacityField = fillQuantity(Target.CAPACITY_MW, site);
    Double capacity = capacityField == null ? null : quantity;
    String rowBasis = word(Target.CAPACITY_BASIS, bases, site);
    StatedDate date = date(site);
    String technologyWord = word(Target.TECHNOLOGY, technologies, site);
    String statusWord = word(Target.STATUS, statuses, site);
    return new PvRecord(
        site,
        unifiedId == null ? site.recordId() : unifiedId,
        externalId,
        name,
        area,
        capacity,
        capacityField == null ? null : basis(capacityField, rowBasis),
        date == null ? null : date.date(),
        date == null ? null : date.precision().word(),
        technologyWord == null ? technology : technologyWord,
        statusWord == null ? WordMeanings.UNKNOWN : statusWord,
        recordRole);
  }

  /** The counts since the last call, one per target and candidate whose column the file has. */
  public List<FieldFill> drainFills() {
    List<FieldFill> fills = new ArrayList<>();
    for (SourceField[] candidates : fields) {
      for (SourceField field : candidates) {
        fills.add(field.drain(source.dataset(), source.sourceFile()));
      }
    }
    return fills;
  }

  /** The warnings since the last call. */
  public List<HarmoniseWarning> drainWarnings() {
    List<HarmoniseWarning> drained = new ArrayList<>(warnings);
    warnings.clear();
    for (WordMeanings words : List.of(bases, technologies, statuses)) {
      drained.addAll(words.drain());
    }
    return drained;
  }

  private @Nullable String text(Target target, WktSite site) {
    for (SourceField field : fields[target.ordinal()]) {
      Object value = field.valueIn(site.values());
      if (value == null) {
        continue;
      }
      String text = StatedNumber.id(value);
      if (text == null) {
        field.countUnconvertible(site);
        continue;
      }
      field.countFilled();
      String prefix = field.candidate.prefix();
      return prefix == null ? text : prefix + text;
    }
    return null;
  }

  /** The field that fills the target, null if none does; its value is in {@link #quantity}. */
  private @Nullable SourceField fillQuantity(Target target, WktSite site) {
    for (SourceField field : fields[target.ordinal()]) {
      Object value = field.valueIn(site.values());
      if (value == null) {
        continue;
      }
      quantity = StatedNumber.quantity(value, field.factor());
      if (Double.isNaN(quantity)) {
        field.countUnconvertible(site);
      } else if (quantity != 0 || !field.candidate.zeroIsNull()) {
        field.countFilled();
        return field;
      }
    }
    return null;
  }

  private static String basis(SourceField capacity, @Nullable String rowBasis) {
    String stated = capacity.mapping.basis();
    if (stated != null && !stated.equals(FieldMapping.BY_ROW)) {
      return stated;
    }
    return rowBasis == null ? WordMeanings.UNKNOWN : rowBasis;
  }

  private @Nullable StatedDate date(WktSite site) {
    for (SourceField field : fields[Target.INSTALL_DATE.ordinal()]) {
      Object value = field.valueIn(site.values());
      if (value == null) {
        continue;
      }
      StatedDate date = StatedDate.of(value, field.candidate.finest());
      if (date != null) {
        field.countFilled();
        return date;
      }
      field.countUnconvertible(site);
    }
    return null;
  }

  /** Null where the row has no word at all, {@code unknown} where no profile lists it. */
  private @Nullable String word(Target target, WordMeanings meanings, WktSite site) {
    String unlisted = null;
    for (SourceField field : fields[target.ordinal()]) {
      Object value = field.valueIn(site.values());
      if (value == null) {
        continue;
      }
      String meaning = meanings.meaningOf(value.toString().strip(), source, site.row());
      if (meaning != null) {
        field.countFilled();
        return meaning;
      }
      field.countUnconvertible(site);
      unlisted = WordMeanings.UNKNOWN;
    }
    return unlisted;
  }

  private static WordMeanings meanings(Profile profile, Target target) {
    return new WordMeanings(target, profile.wordsOf(target));
  }

  private SourceField[] fieldsOf(Profile profile, Target target) {
    List<SourceField> found = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    List<String> unmeasured = new ArrayList<>();
    for (Candidate candidate : profile.candidates(target)) {
      int[] columns = positions(candidate);
      FieldMapping mapping = mapping(profile, target, found.size(), candidate);
      String quoted = "\"" + candidate.sourceColumn() + "\"";
      if (columns == null) {
        absent.add(quoted);
      } else if (mapping == null) {
        unmeasured.add(quoted);
      } else {
        found.add(new SourceField(mapping, candidate, columns, conditionOf(candidate)));
      }
    }
    if (found.isEmpty() && !unmeasured.isEmpty()) {
      warn(target, HarmoniseWarning.Kind.NO_LENGTH_UNIT, unmeasured);
    } else if (found.isEmpty() && !absent.isEmpty()) {
      warn(target, HarmoniseWarning.Kind.COLUMN_MISSING, absent);
    }
    return found.toArray(SourceField[]::new);
  }

  private void warn(Target target, HarmoniseWarning.Kind kind, List<String> columns) {
    String value = String.join(" or ", columns);
    warnings.add(
        new HarmoniseWarning(source.dataset(), source.sourceFile(), target, kind, value, 0, 0));
  }

  private int @Nullable [] positions(Candidate candidate) {
    int[] columns = new int[candidate.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      OptionalInt column = source.schema().indexOf(candidate.columns().get(i));
      if (column.isEmpty()) {
        return null;
      }
      columns[i] = column.getAsInt();
    }
    return columns;
  }

  private int conditionOf(Candidate candidate) {
    String column = candidate.onlyWhereNull();
    return column == null ? -1 : source.schema().indexOf(column).orElse(-1);
  }

  /** Null if the candidate's unit is the CRS's own and the CRS has no unit of length. */
  private @Nullable FieldMapping mapping(
      Profile profile, Target target, int rank, Candidate candidate) {
    Unit unit = candidate.unit();
    String unitName = unit == null ? null : unit.name();
    Double factor = unit == null ? null : unit.factor();
    if (Unit.CRS_UNIT_SQUARED.equals(unit)) {
      OptionalDouble metres = LinearUnit.metresOf(source.crs());
      if (metres.isEmpty()) {
        return null;
      }
      factor = metres.getAsDouble() * metres.getAsDouble();
      unitName = factor == 1 ? Unit.SQUARE_METRE.name() : unitName;
    }
    String basis = null;
    if (target == Target.CAPACITY_MW) {
      basis = candidate.basis();
      if (basis == null && unit != null) {
        basis = unit.basis();
      }
      if (basis == null) {
        boolean byRow = !profile.candidates(Target.CAPACITY_BASIS).isEmpty();
        basis = byRow ? FieldMapping.BY_ROW : WordMeanings.UNKNOWN;
      }
    }
    return new FieldMapping(
        target, rank, candidate.sourceColumn(), unitName, factor, basis, candidate.kind());
  }
}
