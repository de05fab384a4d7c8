"""What GDAL (pyogrio) and pyarrow read from the real files of this repository, as fingerprints.

Run from the repository's root: python io/geofiles/src/test/oracle/expected_real.py
Needs pyogrio, pyarrow, shapely. Writes io/geofiles/src/test/resources/expected/real.json.

A fingerprint is a SHA-256 over a column's values in row order: byte 0 for null, else byte 1 and the
value, big-endian (int64, float64, one byte for a boolean, int32 length and UTF-8 for text, int64 days
or microseconds since 1970 for dates and times). Geometries are big-endian EWKB, behind their length.
"""

import gzip
import hashlib
import json
import struct
import sys
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

DATA = Path("pipelines/src/main/resources/org/icemelt/pipelines/data")
MORE = Path("src/acceptance/data")
BOUNDARIES = Path("transforms/src/main/resources/org/icemelt/transforms/admin")
OUT = Path("io/geofiles/src/test/resources/expected/real.json")
FILES = [
    (DATA / "ind_pv_solar_farms_2022/solar_farms_india_2021_merged_simplified.geojson", None),
    (DATA / "usa_eia_large_scale_pv_2023/uspvdbGeoJSON.zip", "uspvdb_v1_0_20231108.geojson"),
    (DATA / "deu_ufz_pv_2015/photovoltaics_open-space.shp", None),
    (DATA / "usa_eia860_solar_plants_2023/solar-eia-plants_1677797473131.zip", "*.shp"),
    (DATA / "esp_gem_pv_2025/pv_spain.gpkg", None),
    (DATA / "usa_cali_usgs_pv_2016/derived_geoparquet/usa_cali_usgs_pv_2016_centroids.parquet", None),
    (MORE / "ind_delhi_osm_pv/solar_panels.geojson", None),
    (MORE / "esp_gem_pv_2025/derived_latin1_shp/esp_gem_pv_operating_latin1.shp", None),
    (MORE / "global_pv_inventory_sent2_spot_2021/Original_SpatialJoin1_wri_NATUREART_1_1.shp", None),
    (MORE / "ind_pv_solar_farms_2022/derived_geoparquet/ind_pv_solar_farms_2022.parquet", None),
    (MORE / "natural_earth/geoparquet_example_5_countries.parquet", None),
    (MORE / "natural_earth/ne_110m_admin_0_countries.json", None),
    (BOUNDARIES / "ne_50m_admin_0_countries.json.gz", "ne_50m_admin_0_countries.json"),
    (BOUNDARIES / "ne_50m_admin_1_states_provinces.json.gz", "ne_50m_admin_1_states_provinces.json"),
    (MORE / "overture_sample/overture_buildings.parquet", None),
    (MORE / "overture_sample/overture_infrastructure.parquet", None),
]


def encode(value, kind):
    if value is None:
        return b"\0"
    if kind == "bool":
        body = struct.pack(">?", value)
    elif kind == "int":
        body = struct.pack(">q", value)
    elif kind == "float":
        body = struct.pack(">d", value)
    elif kind == "text":
        raw = value.encode()
        body = struct.pack(">i", len(raw)) + raw
    else:
        raise ValueError(kind)
    return b"\1" + body


def column(array):
    """Name of the Arrow type, the kind it is hashed as, and Python values."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)
    t = array.type
    if pa.types.is_boolean(t):
        return str(t), "bool", array.to_pylist()
    if pa.types.is_integer(t):
        return str(t), "int", array.to_pylist()
    if pa.types.is_floating(t):
        return str(t), "float", array.to_pylist()
    if pa.types.is_string(t) or pa.types.is_large_string(t):
        return str(t), "text", array.to_pylist()
    if pa.types.is_date(t):
        return str(t), "int", array.cast(pa.date32()).cast(pa.int32()).to_pylist()
    if pa.types.is_timestamp(t):
        return str(t), "int", array.cast(pa.timestamp("us", t.tz), safe=False).cast(pa.int64()).to_pylist()
    if pa.types.is_nested(t):
        return "nested", None, array.to_pylist()
    raise ValueError(f"{t}")


def fingerprint(values, kind):
    digest = hashlib.sha256()
    for value in values:
        digest.update(encode(value, kind))
    return digest.hexdigest()


def geometries(wkbs):
    digest = hashlib.sha256()
    shapes = shapely.from_wkb([w if w else None for w in wkbs])
    kinds, missing, vertices = {}, 0, 0
    for shape in shapes:
        if shape is None:
            missing += 1
            digest.update(b"\0")
            continue
        kinds[shape.geom_type] = kinds.get(shape.geom_type, 0) + 1
        vertices += int(shapely.get_num_coordinates(shape))
        raw = shapely.to_wkb(shape, output_dimension=3 if shape.has_z else 2, byte_order=0, flavor="extended")
        digest.update(b"\1" + struct.pack(">i", len(raw)) + raw)
    return {"types": kinds, "missing": missing, "vertices": vertices, "sha256": digest.hexdigest()}


def describe(table, geometry_name, skip=()):
    columns = []
    for name in table.column_names:
        if name == geometry_name or name in skip:
            continue
        arrow, kind, values = column(table[name])
        entry = {"name": name, "arrow": arrow, "filled": sum(v is not None for v in values)}
        if kind:
            entry["sha256"] = fingerprint(values, kind)
        columns.append(entry)
    return {
        "features": table.num_rows,
        "columns": columns,
        "geometry": geometries(table[geometry_name].to_pylist()),
    }


def read(path):
    if path.suffix == ".parquet":
        meta = json.loads(pq.read_metadata(path).metadata[b"geo"])
        name = meta["primary_column"]
        covering = meta["columns"][name].get("covering", {}).get("bbox", {}).get("xmin", [None])[0]
        result = describe(pq.read_table(path), name, skip=(covering,))
        result["crs"] = crs(meta["columns"][name])
        return result
    options = {"DATE_AS_STRING": "YES"} if path.suffix in (".geojson", ".json") else {}
    meta, table = pyogrio.read_arrow(path, **options)
    result = describe(table, meta["geometry_name"] or "wkb_geometry")
    result["crs"] = meta["crs"]
    return result


def crs(column_meta):
    if "crs" not in column_meta:
        return "OGC:CRS84"
    projjson = column_meta["crs"]
    if projjson is None or "id" not in projjson:
        return None
    return f"{projjson['id']['authority']}:{projjson['id']['code']}"


def main():
    out = {
        "made_by": {
            "python": sys.version.split()[0],
            "pyogrio": pyogrio.__version__,
            "gdal": pyogrio.__gdal_version_string__,
            "pyarrow": pa.__version__,
            "shapely": shapely.__version__,
        },
        "files": {},
    }
    for path, member in FILES:
        if member is None:
            out["files"][path.name] = {"path": path.as_posix()} | read(path)
            continue
        with tempfile.TemporaryDirectory() as folder:
            if path.suffix == ".gz":
                (Path(folder) / member).write_bytes(gzip.decompress(path.read_bytes()))
            else:
                zipfile.ZipFile(path).extractall(folder)
            (inner,) = Path(folder).glob(f"**/{member}")
            out["files"][inner.name] = {"path": path.as_posix(), "member": str(inner.relative_to(folder))} | read(inner)
    OUT.write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
