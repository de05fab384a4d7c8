#!/usr/bin/env python3
"""What the cookbook's queries must answer on the embedded datasets, computed from the source files.

    python reference_sql.py            writes expected/reference_sql.json beside this script

Geometries are read as raw_tables.py reads them, repaired by GEOS (structure method, collapsed parts
dropped) where they are invalid, measured by PROJ's geodesics; the aggregates are pandas'. No code of
this project.
"""
import json
import math

import numpy as np
import pandas as pd
import pyproj
import shapely

import raw_tables


def half_away(values, digits):
    """Rounds as C's round() does, and with it DuckDB."""
    scaled = values * 10**digits
    return np.copysign(np.floor(np.abs(scaled) + 0.5), scaled) / 10**digits


def sites():
    geod = pyproj.Geod(ellps="WGS84")
    pyproj.network.set_network_enabled(False)
    frames = []
    for dataset, file in raw_tables.SOURCES:
        _, geometry, crs = raw_tables.read(raw_tables.DATA / dataset / file)
        keep = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        rows = np.flatnonzero(keep)
        geometry = geometry[keep]
        if crs != "EPSG:4326" and pyproj.CRS(crs) != pyproj.CRS("EPSG:4326"):
            transform = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
            geometry = shapely.transform(geometry, lambda xy: np.column_stack(transform(*xy.T)))
        geometry = shapely.force_2d(geometry)
        invalid = ~shapely.is_valid(geometry)
        geometry[invalid] = shapely.make_valid(geometry[invalid], method="structure", keep_collapsed=False)
        centre = shapely.centroid(geometry)
        flat = shapely.get_dimensions(geometry) == 2
        area = [raw_tables.geodesic_area(g, geod) if f else math.nan for g, f in zip(geometry, flat)]
        frames.append(
            pd.DataFrame(
                {
                    "dataset_name": dataset,
                    "row": rows,
                    "lon": shapely.get_x(centre),
                    "lat": shapely.get_y(centre),
                    "area": area,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def buckets(frame, digits):
    keys = [half_away(frame["lon"], digits) + 0.0, half_away(frame["lat"], digits) + 0.0]
    counts = frame.groupby(keys).size()
    return sorted(([float(lon), float(lat), int(n)] for (lon, lat), n in counts.items()), key=lambda b: (-b[2], b[:2]))


def size_class(area):
    if math.isnan(area):
        return "No outline (point)"
    for limit in (100, 1000, 10000):
        if area < limit:
            return f"under {limit:,} m2"
    return "10,000 m2 and above"


def main():
    frame = sites()
    by_dataset = {}
    for dataset, rows in frame.groupby("dataset_name"):
        area = rows["area"].dropna()
        by_dataset[dataset] = {
            "records": len(rows),
            "outlines": len(area),
            "total_area_m2": math.fsum(area) if len(area) else None,
            "avg_area_m2": math.fsum(area) / len(area) if len(area) else None,
        }
    largest = frame.dropna(subset=["area"]).sort_values("area", ascending=False).head(10)
    out = {
        "made_by": "reference_sql.py",
        "by_dataset": by_dataset,
        "buckets_tenth": buckets(frame, 1),
        "buckets_one": buckets(frame, 0),
        "size_classes": {str(k): int(v) for k, v in frame["area"].map(size_class).value_counts().items()},
        "largest": [[d, int(r), a] for d, r, a in largest[["dataset_name", "row", "area"]].itertuples(index=False)],
    }
    out["buckets_tenth"] = out["buckets_tenth"][:40]
    out["buckets_one"] = out["buckets_one"][:40]
    target = raw_tables.HERE / "expected/reference_sql.json"
    target.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({k: out[k] for k in ("by_dataset", "size_classes")}, indent=1))


if __name__ == "__main__":
    main()
