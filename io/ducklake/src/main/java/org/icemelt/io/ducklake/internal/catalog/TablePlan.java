package org.icemelt.io.ducklake.internal.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.icemelt.io.ducklake.StagedFile;
import org.icemelt.io.ducklake.TableChange;
import org.icemelt.io.ducklake.TableDef;
import org.jspecify.annotations.Nullable;

/** All that a commit does to one table. */
final class TablePlan {
  final TableDef def;
  final Set<TableChange.ReplacePartition> partitions = new LinkedHashSet<>();
  final List<StagedFile> files = new ArrayList<>();
  boolean replaced;
  boolean mustBeEmpty;

  private TablePlan(TableDef def) {
    this.def = def;
  }

  /** Groups changes by table; the order of tables is that of their names. */
  static Collection<TablePlan> of(Collection<TableChange> changes) {
    Map<String, TablePlan> plans = new TreeMap<>();
    for (TableChange change : changes) {
      if (change instanceof TableChange.CreateTable create) {
        plan(plans, create.table());
      } else if (change instanceof TableChange.RequireEmpty empty) {
        plan(plans, empty.table()).mustBeEmpty = true;
      } else if (change instanceof TableChange.Append append) {
        plan(plans, append.file().table()).files.add(append.file());
      } else if (change instanceof TableChange.ReplacePartition replace) {
        plan(plans, replace.table()).partitions.add(replace);
      } else if (change instanceof TableChange.ReplaceTable replace) {
        plan(plans, replace.table()).replaced = true;
      }
    }
    return plans.values();
  }

  private static TablePlan plan(Map<String, TablePlan> plans, TableDef def) {
    @Nullable TablePlan plan =
        plans.computeIfAbsent(LakeLayout.key(def.id()), k -> new TablePlan(def));
    if (!plan.def.equals(def)) {
      throw Catalog.refused(
          "Cannot commit two different definitions of %s at once: %s and %s.",
          def.id(), plan.def, def);
    }
    return plan;
  }
}
