"""Real rows of each dataset at hand with the common columns that pandas gives them.

    python transforms/src/test/oracle/harmonise_rows.py

Writes src/test/resources/org/icemelt/transforms/harmonise/real_rows.json of this module. The mapping
itself is src/acceptance/oracle/field_sums.py; "versions" in the output says what computed it.
Sources, licences and attribution of the rows: NOTICE at the repository's root.
"""

import json
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "src/acceptance/oracle"))

import field_sums  # noqa: E402

ROWS = 8
OUT = ROOT / "transforms/src/test/resources/org/icemelt/transforms/harmonise/real_rows.json"

# columns of which every distinct value shall occur
VARIED = {
    "esp_gem_pv_2025": ["Status", "Technology Type", "Capacity Rating"],
    "usa_eia860_solar_plants_2023": ["tech_desc"],
    "ind_delhi_osm_pv": ["generator:output:electricity", "plant:output:electricity"],
}


def value_type(column):
    if pd.api.types.is_integer_dtype(column):
        return "INT32" if column.dtype.itemsize <= 4 else "INT64"
    return "FLOAT64" if pd.api.types.is_float_dtype(column) else "STRING"


def rows_of(dataset):
    source = field_sums.read(dataset)
    source = source[source["stored"]].drop(columns="stored")
    chosen = {i * (len(source) - 1) // ROWS for i in range(ROWS + 1)}
    for column in VARIED.get(dataset, []):
        first = source.reset_index(drop=True).groupby(column, dropna=False).head(1)
        chosen.update(first.index)
    if dataset == "usa_cali_usgs_pv_2016":
        chosen.add(source.index.get_loc(source.index[source["polygon_id"].isna()][0]))
    part = source.iloc[sorted(chosen)]
    common, done = field_sums.harmonise(dataset, part)
    if dataset == "deu_ufz_pv_2015" or dataset == "usa_cali_usgs_pv_2016":
        common["unified_id"] = [
            f"{dataset}:{file_of(dataset)}#{row}" if u is None or u != u else u
            for row, u in common["unified_id"].items()
        ]
    return {
        "source_file": file_of(dataset),
        "columns": {name: value_type(part[name]) for name in part.columns},
        "rows": [
            {
                "source_row": int(row),
                "values": [field_sums.plain(v) for v in part.loc[row]],
                "expected": {k: field_sums.plain(v) for k, v in common.loc[row].items()},
            }
            for row in part.index
        ],
        "field_mapping": done,
    }


def file_of(dataset):
    _, name, member = field_sums.FILES[dataset]
    return f"{name}/{member}" if member else name


def main():
    rows = {
        "versions": field_sums.versions(),
        "datasets": {d: rows_of(d) for d in field_sums.FILES},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=None, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
