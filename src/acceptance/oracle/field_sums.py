"""Expected values of the common PV columns, computed by pandas from the source files.

    python src/acceptance/oracle/field_sums.py        (from anywhere; writes expected/field_sums.json)

An implementation of the mapping table of its own: files are read by GDAL (pyogrio) and pyarrow,
columns are mapped by pandas. Rows without a geometry are left out, as the lake rejects them.
"versions" in the output says what computed it.
"""

import json
import math
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyogrio

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "pipelines/src/main/resources/org/icemelt/pipelines/data"
TEST_DATA = ROOT / "src/acceptance/data"

# dataset -> (folder, path below dataset's folder, member of the zip or None)
FILES = {
    "ind_pv_solar_farms_2022": (SHIPPED, "solar_farms_india_2021_merged_simplified.geojson", None),
    "usa_eia_large_scale_pv_2023": (SHIPPED, "uspvdbGeoJSON.zip", "uspvdb_v1_0_20231108.geojson"),
    "usa_eia860_solar_plants_2023": (
        SHIPPED, "solar-eia-plants_1677797473131.zip", "solar-eia-plants.shp"),
    "deu_ufz_pv_2015": (SHIPPED, "photovoltaics_open-space.shp", None),
    "esp_gem_pv_2025": (SHIPPED, "pv_spain.gpkg", None),
    "usa_cali_usgs_pv_2016": (
        SHIPPED, "derived_geoparquet/usa_cali_usgs_pv_2016_centroids.parquet", None),
    "ind_delhi_osm_pv": (TEST_DATA, "solar_panels.geojson", None),
    "global_pv_inventory_sent2_spot_2021": (
        TEST_DATA, "Original_SpatialJoin1_wri_NATUREART_1_1.shp", None),
}


def read(dataset):
    """All features in file order, with a boolean column "stored"."""
    folder, name, member = FILES[dataset]
    path = folder / dataset / name
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        stored = frame["geometry"].notna()
        frame = frame.drop(columns="geometry")
    else:
        source = f"/vsizip/{path}/{member}" if member else str(path)
        # plain strings and numbers: GDAL's guess that a text column is a date is of no use here
        frame = pyogrio.read_dataframe(source, datetime_as_string=True)
        stored = frame.geometry.notna() & ~frame.geometry.is_empty
        frame = pd.DataFrame(frame.drop(columns="geometry"))
    return frame.assign(stored=stored)


def whole(column):
    """Numbers as integers in text, missing stays missing."""
    return column.map(lambda v: None if pd.isna(v) else str(int(v)) if v == int(v) else repr(v))


def text(column):
    return column.map(lambda v: None if pd.isna(v) or not str(v).strip() else str(v).strip())


def year_start(column):
    return pd.to_datetime(column.astype("Int64").astype("string"), format="%Y").dt.date


def megawatts(column):
    """"7.84 MW" -> 7.84; what is no number with a unit -> NaN."""
    parts = column.astype("string").str.extract(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(k|M|G)?Wp?\s*$")
    factor = parts[1].map({"k": 1e-3, "M": 1.0, "G": 1e3}).fillna(1e-6).astype(float)
    return parts[0].astype(float) * factor


GEM_STATUS = {
    "operating": "operating",
    "construction": "construction",
    "pre-construction": "planned",
    "announced": "planned",
    "mothballed": "retired",
    "retired": "retired",
}


def gem_status(word):
    if re.match("shelved|cancelled", word):
        return "cancelled"
    return GEM_STATUS.get(word, "unknown")


def harmonise(dataset, source):
    """The common columns and, as {target: {source column: (filled, unconvertible)}}, what was done."""
    n = len(source)
    out = pd.DataFrame(
        {
            "unified_id": None,
            "external_id": None,
            "name": None,
            "source_area_m2": np.nan,
            "capacity_mw": np.nan,
            "capacity_basis": None,
            "install_date": None,
            "install_date_precision": None,
            "technology": "pv",
            "status": "unknown",
            "record_role": "installation",
        },
        index=source.index,
    ).astype({"capacity_basis": object, "install_date": object})
    done = {}

    def fill(target, column, values, raw=None):
        out[target] = values
        present = source[column].notna() if raw is None else raw
        filled = pd.Series(values, index=source.index).notna()
        done.setdefault(target, {})[column] = [int(filled.sum()), int((present & ~filled).sum())]

    if dataset == "ind_pv_solar_farms_2022":
        fill("unified_id", "fid", whole(source["fid"]))
        fill("source_area_m2", "Area", source["Area"])
    elif dataset == "usa_eia_large_scale_pv_2023":
        fill("unified_id", "case_id", whole(source["case_id"]))
        fill("external_id", "eia_id", "eia:" + whole(source["eia_id"]))
        fill("name", "p_name", text(source["p_name"]))
        fill("source_area_m2", "p_area", source["p_area"].astype(float))
        fill("capacity_mw", "p_cap_ac", source["p_cap_ac"])
        out["capacity_basis"] = "ac"
        fill("install_date", "p_year", year_start(source["p_year"]))
        out["install_date_precision"] = "year"
    elif dataset == "usa_eia860_solar_plants_2023":
        fill("unified_id", "Plant_Code", whole(source["Plant_Code"]))
        fill("external_id", "Plant_Code", "eia:" + whole(source["Plant_Code"]))
        fill("name", "Plant_Name", text(source["Plant_Name"]))
        fill("capacity_mw", "Solar_MW", source["Solar_MW"])
        out["capacity_basis"] = "ac"
        thermal = source["tech_desc"].str.contains("Solar Thermal", regex=False)
        fill("technology", "tech_desc", np.where(thermal, "csp", "pv"))
    elif dataset == "deu_ufz_pv_2015":
        fill("source_area_m2", "Area_sqm", source["Area_sqm"])
        fill("capacity_mw", "Power_kW", source["Power_kW"] * 0.001)
        out["capacity_basis"] = "unknown"
        fill("install_date", "Year", year_start(source["Year"]))
        out["install_date_precision"] = "year"
    elif dataset == "esp_gem_pv_2025":
        fill("unified_id", "GEM phase ID", text(source["GEM phase ID"]))
        fill("name", "Project Name", text(source["Project Name"]))
        fill("capacity_mw", "Capacity (MW)", source["Capacity (MW)"])
        rating = source["Capacity Rating"].map({"MWac": "ac", "MWp/dc": "dc"}).fillna("unknown")
        fill("capacity_basis", "Capacity Rating", rating)
        fill("install_date", "Start year", year_start(source["Start year"]))
        out["install_date_precision"] = np.where(source["Start year"].notna(), "year", None)
        words = {"PV": "pv", "Assumed PV": "pv", "Solar Thermal": "csp"}
        fill("technology", "Technology Type", source["Technology Type"].map(words))
        fill("status", "Status", source["Status"].map(gem_status))
    elif dataset == "usa_cali_usgs_pv_2016":
        fill("unified_id", "polygon_id", whole(source["polygon_id"]))
        fill("source_area_m2", "area_meters", source["area_meters"])
    elif dataset == "ind_delhi_osm_pv":
        fill("unified_id", "@id", text(source["@id"]))
        plant = megawatts(source["plant:output:electricity"])
        generator = megawatts(source["generator:output:electricity"]).where(plant.isna())
        fill("capacity_mw", "generator:output:electricity", generator,
             source["generator:output:electricity"].notna() & plant.isna())
        fill("capacity_mw", "plant:output:electricity", plant)
        out["capacity_mw"] = plant.fillna(generator)
        out["capacity_basis"] = np.where(out["capacity_mw"].notna(), "unknown", None)
    elif dataset == "global_pv_inventory_sent2_spot_2021":
        fill("unified_id", "unique_id", whole(source["unique_id"]))
        fill("source_area_m2", "area", source["area"])
        fill("capacity_mw", "capacity_m", source["capacity_m"])
        out["capacity_basis"] = "unknown"
        month = pd.to_datetime(source["install_da"].str.lstrip("<"), format="%Y-%m").dt.date
        fill("install_date", "install_da", month)
        before = source["install_da"].str.startswith("<")
        out["install_date_precision"] = np.where(before, "before", "month")
    assert len(out) == n
    return out, done


def plain(value):
    """For JSON: NaN and NaT as null, numpy scalars as Python's, dates as text."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def numbers(column):
    known = column.dropna().astype(float)
    if known.empty:
        return {"filled": 0, "sum": None, "min": None, "max": None}
    return {
        "filled": len(known),
        "sum": math.fsum(known),
        "min": known.min(),
        "max": known.max(),
    }


def counts(column):
    return {str(k): int(v) for k, v in column.dropna().value_counts().sort_index().items()}


def summary(dataset):
    source = read(dataset)
    stored = source[source["stored"]]
    out, done = harmonise(dataset, stored)
    dates = out["install_date"].dropna()
    sample = out.iloc[sorted({i % len(out) for i in (0, 1, len(out) // 3, len(out) // 2, -1)})]
    return {
        "source_file": FILES[dataset][1] + ("/" + FILES[dataset][2] if FILES[dataset][2] else ""),
        "shipped": FILES[dataset][0] == SHIPPED,
        "features": len(source),
        "stored": len(stored),
        "source_area_m2": numbers(out["source_area_m2"]),
        "capacity_mw": numbers(out["capacity_mw"]),
        "capacity_mw_by_basis": {
            basis: math.fsum(rows["capacity_mw"])
            for basis, rows in out[out["capacity_mw"].notna()].groupby("capacity_basis")
        },
        "install_date": {
            "filled": len(dates),
            "min": plain(min(dates)) if len(dates) else None,
            "max": plain(max(dates)) if len(dates) else None,
        },
        "install_date_precision": counts(
            out.loc[out["install_date"].notna(), "install_date_precision"]),
        "technology": counts(out["technology"]),
        "status": counts(out["status"]),
        "record_role": counts(out["record_role"]),
        "unified_id_filled": int(out["unified_id"].notna().sum()),
        "unified_id_distinct": int(out["unified_id"].nunique()),
        "external_id_filled": int(out["external_id"].notna().sum()),
        "name_filled": int(out["name"].notna().sum()),
        "field_mapping": {
            target: {
                column: {"rows_filled": filled, "rows_unconvertible": unconvertible}
                for column, (filled, unconvertible) in columns.items()
            }
            for target, columns in done.items()
        },
        "sample": [
            {"source_row": int(row), **{k: plain(v) for k, v in values.items()}}
            for row, values in sample.to_dict("index").items()
        ],
    }


def versions():
    return {
        "python": sys.version.split()[0],
        "pandas": pd.__version__,
        "pyogrio": pyogrio.__version__,
        "gdal": pyogrio.__gdal_version_string__,
        "pyarrow": pyarrow.__version__,
    }


def main():
    expected = {"versions": versions(), "datasets": {d: summary(d) for d in FILES}}
    target = Path(__file__).parent / "expected/field_sums.json"
    target.write_text(
        json.dumps(expected, indent=1, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
