#!/usr/bin/env python3
"""What the tables raw_* of the embedded datasets must hold, computed from the source files.

    python raw_tables.py            writes expected/raw_tables.json beside this script

Reads with GDAL (pyogrio), pandas, PyArrow, PROJ without grids (pyproj) and GEOS (shapely): no code
of this project. Rows that the lake cannot store (no geometry) are left out, as they are in the lake.

A column's digest is the MD5 of its values joined by line feeds, in the order of the rows in the
file: text as it is, whole numbers in decimal, doubles as C's %.17g (which tells any two doubles
apart), NULL as the character 1. DuckDB and pandas can both compute it.
"""
import hashlib
import json
import math
import pathlib
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parents[2] / "pipelines/src/main/resources/org/icemelt/pipelines/data"

# dataset, file below DATA; a ! stands between an archive and its member
SOURCES = [
    ("ind_pv_solar_farms_2022", "solar_farms_india_2021_merged_simplified.geojson"),
    ("usa_eia_large_scale_pv_2023", "uspvdbGeoJSON.zip!uspvdb_v1_0_20231108.geojson"),
    ("usa_eia860_solar_plants_2023", "solar-eia-plants_1677797473131.zip!solar-eia-plants.shp"),
    ("deu_ufz_pv_2015", "photovoltaics_open-space.shp"),
    ("esp_gem_pv_2025", "pv_spain.gpkg"),
    ("usa_cali_usgs_pv_2016", "derived_geoparquet/usa_cali_usgs_pv_2016_centroids.parquet"),
]
SAMPLE_EVERY = 40
NULL = "\x01"


def read(path):
    """The attributes as a pandas frame of Arrow types (NULL and NaN stay apart), geometry, CRS."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        geometry = table["geometry"].combine_chunks()
        crs = json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["crs"]["id"]
        crs = f"{crs['authority']}:{crs['code']}"
        table = table.drop_columns(["geometry"])
    else:
        gdal = str(path)
        if "!" in gdal:
            gdal = "/vsizip/" + gdal.replace("!", "/")
        meta, table = pyogrio.read_arrow(gdal)
        name = meta["geometry_name"] or "wkb_geometry"
        geometry = table[name].combine_chunks()
        table = table.drop_columns([name])
        crs = meta["crs"]
    frame = table.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    wkb = [None if g is None else bytes(g) for g in geometry.to_pylist()]
    return frame, shapely.from_wkb(wkb), crs


def feature_ids(path):
    """The member "id" of each feature, which GDAL keeps as its row key and not as a column."""
    archive, member = str(path).split("!")
    with zipfile.ZipFile(archive) as z:
        features = json.loads(z.read(member))["features"]
    return [f["id"] for f in features]


def canonical(value):
    if value is pd.NA or value is None:
        return NULL
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, float):
        return "%.17g" % value
    return str(value)


def column(series):
    kind = series.dtype.pyarrow_dtype
    values = list(series)
    present = [v for v in values if v is not pd.NA]
    out = {"non_null": len(present)}
    if pa.types.is_integer(kind):
        out["type"] = "integer"
        out["sum"] = sum(int(v) for v in present)
    elif pa.types.is_floating(kind):
        out["type"] = "double"
        out["sum"] = math.fsum(present)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        out["type"] = "text"
    else:
        raise SystemExit(f"{series.name}: no rule for {kind}")
    out["md5"] = hashlib.md5("\n".join(map(canonical, values)).encode()).hexdigest()
    return out


def bounds(xy):
    """Of all vertices; GEOS looks at shells alone, and an invalid polygon's hole may reach out."""
    return [float(v) for v in (*xy.min(axis=0), *xy.max(axis=0))]


def geodesic_area(geometry, geod):
    """Area in m2 on WGS 84; holes are subtracted whatever way their rings run."""
    total = 0.0
    for part in shapely.get_parts(geometry):
        rings = [part.exterior, *part.interiors]
        areas = [abs(geod.polygon_area_perimeter(*r.coords.xy)[0]) for r in rings]
        total += areas[0] - sum(areas[1:])
    return total


def main():
    geod = pyproj.Geod(ellps="WGS84")
    pyproj.network.set_network_enabled(False)
    out = {
        "made_by": "raw_tables.py",
        "versions": {
            "gdal": pyogrio.__gdal_version_string__,
            "pyogrio": pyogrio.__version__,
            "pandas": pd.__version__,
            "pyarrow": pa.__version__,
            "proj": pyproj.proj_version_str,
            "pyproj": pyproj.__version__,
            "geos": shapely.geos_version_string,
            "shapely": shapely.__version__,
        },
        "datasets": {},
    }
    for dataset, file in SOURCES:
        path = DATA / dataset / file
        frame, geometry, crs = read(path)
        if dataset == "usa_eia_large_scale_pv_2023":
            ids = pd.Series(feature_ids(path), dtype=pd.ArrowDtype(pa.int64()))
            frame.insert(0, "id", ids)
        read_rows = len(frame)
        keep = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        rows = np.flatnonzero(keep)
        frame, geometry = frame[keep], geometry[keep]
        reprojected = pyproj.CRS(crs) != pyproj.CRS("EPSG:4326") and crs != "EPSG:4326"
        if reprojected:
            transform = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
            geometry = shapely.transform(geometry, lambda xy: np.column_stack(transform(*xy.T)))
        wkb = shapely.to_wkb(geometry, hex=True, output_dimension=2)
        coordinates = shapely.get_coordinates(geometry)
        valid = shapely.is_valid(geometry)
        polygons = shapely.get_dimensions(geometry) == 2
        samples = {}
        for i in range(0, len(rows), SAMPLE_EVERY):
            xy = shapely.get_coordinates(geometry[i])
            samples[str(rows[i])] = [len(xy), math.fsum(xy[:, 0]), math.fsum(xy[:, 1]), *bounds(xy)]
        out["datasets"][dataset] = {
            "source_file": (file.split("/")[-1] if "!" not in file else file.replace("!", "/")),
            "crs": "EPSG:4326" if not reprojected else crs.splitlines()[0][:60],
            "read": read_rows,
            "stored": len(frame),
            "rejected_rows": [int(r) for r in np.flatnonzero(~keep)],
            "columns": {str(name): column(frame[name]) for name in frame.columns},
            "geometry": {
                "reprojected": bool(reprojected),
                "vertices": len(coordinates),
                "sum_x": math.fsum(coordinates[:, 0]),
                "sum_y": math.fsum(coordinates[:, 1]),
                "bounds": bounds(coordinates),
                "wkb_md5": None if reprojected else hashlib.md5("\n".join(wkb).encode()).hexdigest(),
                "samples": samples,
            },
            "invalid_rows": [int(r) for r in rows[~valid]],
            "valid_polygons": int((valid & polygons).sum()),
            "valid_polygons_area_m2": math.fsum(geodesic_area(g, geod) for g in geometry[valid & polygons]),
        }
    target = HERE / "expected/raw_tables.json"
    target.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for dataset, d in out["datasets"].items():
        print(dataset, d["read"], d["stored"], "invalid", len(d["invalid_rows"]), d["crs"])


if __name__ == "__main__":
    main()
