"""Small made-up files in every format, written by GDAL and pyarrow (the odd Shapefiles byte by byte),
and what GDAL and pyarrow read from them.

Run from the repository's root: python io/geofiles/src/test/oracle/synthetic.py
Needs pyogrio, geopandas, pyarrow, shapely, numpy, flatbuffers. Writes io/geofiles/src/test/resources/synthetic/* and
expected/synthetic.json. Nothing here is real data.
"""

import datetime
import json
import math
import shutil
import sqlite3
import struct
import sys
from pathlib import Path

import flatbuffers
import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

OUT = Path("io/geofiles/src/test/resources/synthetic")
EXPECTED = Path("io/geofiles/src/test/resources/expected/synthetic.json")
FILES = {}


# --- writing -------------------------------------------------------------------------------------


def write(path, table, geometries, geometry_type, crs="EPSG:4326", **options):
    """Writes a layer with GDAL; geometries are shapely's or None."""
    wkb = pa.array([None if g is None else shapely.to_wkb(g, flavor="iso") for g in geometries], pa.binary())
    table = table.append_column("geometry", wkb)
    pyogrio.write_arrow(table, path, geometry_name="geometry", geometry_type=geometry_type, crs=crs, **options)


def geoparquet(path, table, geometries, meta, **options):
    if isinstance(geometries, pa.Array):
        column = geometries
    else:
        column = pa.array([None if g is None else shapely.to_wkb(g, flavor="iso") for g in geometries], pa.binary())
    table = table.append_column("geometry", column)
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "geometry_types": []} | meta}}
    table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, path, **options)


# --- the same features in five formats -----------------------------------------------------------


def same_features():
    rng = np.random.default_rng(7)
    geometries, rows = [], {k: [] for k in ("name", "count", "big", "power_kw", "built")}
    for i in range(40):
        x, y = rng.uniform(-170, 170), rng.uniform(-60, 60)

        def square(dx, size):
            return shapely.box(x + dx, y, x + dx + size, y + size, ccw=False)

        if i % 5 == 4:
            shape = shapely.MultiPolygon([square(0, 0.5), square(2, 0.25), square(4, 1 / 3)])
        elif i % 3 == 2:
            hole = shapely.box(x + 0.25, y + 0.25, x + 0.5, y + 0.5).exterior.coords
            shape = shapely.Polygon(square(0, 1).exterior.coords, [hole])
        else:
            shape = square(0, rng.uniform(0.01, 1))
        geometries.append(None if i == 17 else shape)
        rows["name"].append(None if i % 7 == 3 else f"Größe {i} Ñandú 太陽")
        rows["count"].append(None if i % 11 == 5 else int(rng.integers(-1000, 1000)))
        rows["big"].append(10**17 + i)
        rows["power_kw"].append(None if i % 13 == 6 else float(rng.uniform(0, 1e6)))
        rows["built"].append(None if i % 4 == 1 else datetime.date(2000 + i % 20, 1 + i % 12, 1 + i % 28))
    table = pa.table(
        {
            "name": pa.array(rows["name"], pa.string()),
            "count": pa.array(rows["count"], pa.int32()),
            "big": pa.array(rows["big"], pa.int64()),
            "power_kw": pa.array(rows["power_kw"], pa.float64()),
            "built": pa.array(rows["built"], pa.date32()),
        }
    )
    write(OUT / "same.geojson", table, geometries, "Unknown", layer_options={"COORDINATE_PRECISION": 17, "SIGNIFICANT_FIGURES": 17})
    write(OUT / "same.gpkg", table, geometries, "Unknown")
    write(OUT / "same.shp", table, geometries, "Polygon", encoding="UTF-8")
    write(OUT / "same.fgb", table, geometries, "Unknown", layer_options={"SPATIAL_INDEX": "NO"})
    geoparquet(OUT / "same.parquet", table, geometries, {"crs": json.loads(PROJJSON_4326)}, row_group_size=15)
    return table, geometries


PROJJSON_4326 = '{"type":"GeographicCRS","name":"WGS 84","id":{"authority":"EPSG","code":4326}}'


# --- Shapefiles ----------------------------------------------------------------------------------


def shape_types():
    one = pa.table({"a": pa.array([1, 2], pa.int32())})
    line = shapely.LineString([(0, 0), (1, 1), (2, 0)])
    ring = shapely.box(0, 0, 9, 9, ccw=False)
    cases = {
        "points": ("Point", [shapely.Point(1.5, -2.25), shapely.Point(1e-300, 1e300)]),
        "points_z": ("Point Z", [shapely.Point(1, 2, 3.5), shapely.Point(4, 5, -6)]),
        "multipoints": ("MultiPoint", [shapely.MultiPoint([(0, 1), (2, 3)]), shapely.MultiPoint([(4, 5)])]),
        "multipoints_z": ("MultiPoint Z", [shapely.MultiPoint([(0, 1, 2), (2, 3, 4)]), shapely.MultiPoint([(4, 5, 6)])]),
        "lines": ("LineString", [line, shapely.MultiLineString([line, [(5, 5), (6, 6)]])]),
        "polygons_z": ("Polygon Z", [shapely.force_3d(ring, 12.5), None]),
    }
    for name, (kind, shapes) in cases.items():
        write(OUT / f"{name}.shp", one, shapes, kind)
        (OUT / f"{name}.cpg").unlink()
        (OUT / f"{name}.prj").unlink()
    # GDAL's writer in pyogrio takes no M
    number = [("a", "N", 4, 0)], [b"   1", b"   2"]
    fields, cells = number[0], [[c] for c in number[1]]
    raw_shapefile("points_m", 21, [struct.pack("<i3d", 21, 1, 2, 7), struct.pack("<i3d", 21, 4, 5, -1e39)], fields, cells)
    raw_shapefile("points_zm", 11, [struct.pack("<i4d", 11, 1, 2, 3, 7), struct.pack("<i4d", 11, 4, 5, 6, 8)], fields, cells)

    def parts(code, points, zs, ms):
        body = struct.pack("<i4d2ii", code, 0, 0, 9, 9, 1, len(points), 0) + b"".join(struct.pack("<2d", *p) for p in points)
        for ordinates in filter(None, (zs, ms)):
            body += struct.pack(f"<{2 + len(points)}d", min(ordinates), max(ordinates), *ordinates)
        return body

    lines = [parts(13, [(0, 0), (1, 1)], [1, 2], [9, 8]), parts(13, [(3, 3), (4, 4)], [3, 4], None)]
    raw_shapefile("lines_zm", 13, lines, fields, cells)
    polygon = parts(25, [(0, 0), (0, 9), (9, 9), (0, 0)], None, [1, 1, 2, 1])
    raw_shapefile("polygons_m", 25, [polygon, struct.pack("<i", 0)], fields, cells)


CW = [(0, 0), (0, 10), (10, 10), (10, 0), (0, 0)]


def moved(ring, dx, dy, scale):
    return [(dx + scale * x, dy + scale * y) for x, y in ring]


def windings():
    """Rings in every order and winding; the record's number is its column n."""
    hole = moved(CW, 2, 2, 0.5)[::-1]
    island = moved(CW, 3, 3, 0.25)
    far = moved(CW, 100, 0, 1)
    far_hole = moved(CW, 101, 1, 0.3)[::-1]
    inner = moved(CW, 2, 2, 0.5)
    beside = moved(CW, 10, 0, 1)
    touching = moved(CW, 0, 0, 0.5)[::-1]
    back = lambda *rings: [r[::-1] for r in rings]
    # the rings of each record, and the polygons they make: (outline, holes) by the rings' numbers
    records = [
        ([CW, hole], [(0, [1])]),
        ([hole, CW], [(1, [0])]),
        (back(CW, hole), [(0, [1])]),
        ([CW, far, far_hole, hole], [(0, [3]), (1, [2])]),
        ([CW, hole, island], [(0, [1]), (2, [])]),
        ([island, hole, CW], [(0, []), (2, [1])]),
        (back(CW, hole, island), [(0, [1]), (2, [])]),
        ([CW[::-1], hole], [(0, [1])]),  # all counter-clockwise: only containment is left to tell
        ([CW, inner], [(0, []), (1, [])]),  # both outlines by their winding, one inside the other
        ([CW, far], [(0, []), (1, [])]),
        ([CW, beside], [(0, []), (1, [])]),
        ([CW, touching], [(0, [1])]),
        ([CW[::-1]], [(0, [])]),
        ([CW, far[::-1]], [(0, []), (1, [])]),  # a hole by its winding, but in nothing
    ]
    shp = []
    for rings, _ in records:
        points = [p for r in rings for p in r]
        starts = np.cumsum([0] + [len(r) for r in rings[:-1]])
        body = struct.pack("<i4d2i", 5, 0, 0, 110, 20, len(rings), len(points))
        body += struct.pack(f"<{len(rings)}i", *starts) + b"".join(struct.pack("<2d", *p) for p in points)
        shp.append(body)
    raw_shapefile("windings", 5, shp, [("n", "N", 4, 0)], [[f"{i:4d}".encode()] for i in range(len(records))])
    rows = []
    for i, (rings, polygons) in enumerate(records):
        made = [shapely.Polygon(rings[o], [rings[h] for h in holes]) for o, holes in polygons]
        rows.append([hexwkb(shapely.to_wkb(made[0] if len(made) == 1 else shapely.MultiPolygon(made))), i])
    expect("windings.shp")
    gdal = FILES["windings.shp"]["rows"]
    FILES["windings.shp"]["rows"] = rows
    FILES["windings.shp"]["gdal_differs_in"] = [i for i, row in enumerate(rows) if gdal[i] != row]


def raw_shapefile(name, code, shapes, fields, rows, language=0, deleted=(), shx=True):
    header = lambda size: struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<2i8d", 1000, code, *[0] * 8)
    shp, index = b"", b""
    for i, body in enumerate(shapes):
        index += struct.pack(">2i", (100 + len(shp)) // 2, len(body) // 2)
        shp += struct.pack(">2i", i + 1, len(body) // 2) + body
    (OUT / f"{name}.shp").write_bytes(header(100 + len(shp)) + shp)
    if shx:
        (OUT / f"{name}.shx").write_bytes(header(100 + len(index)) + index)
    length = 1 + sum(f[2] for f in fields)
    dbf = struct.pack("<4BIHH17xB2x", 3, 120, 1, 1, len(rows), 33 + 32 * len(fields), length, language)
    for fname, kind, size, decimals in fields:
        dbf += struct.pack("<11sc4xBB14x", fname.encode("latin-1"), kind.encode(), size, decimals)
    dbf += b"\r"
    for i, row in enumerate(rows):
        dbf += b"*" if i in deleted else b" "
        for (_, _, size, _), value in zip(fields, row):
            assert len(value) <= size, (value, size)
            dbf += value.ljust(size)
    (OUT / f"{name}.dbf").write_bytes(dbf + b"\x1a")


def dbf_types():
    fields = [
        ("n9", "N", 9, 0), ("n10", "N", 10, 0), ("n18", "N", 18, 0), ("n19", "N", 19, 0), ("n8_3", "N", 8, 3),
        ("f12_4", "F", 12, 4), ("d", "D", 8, 0), ("l", "L", 1, 0), ("text", "C", 12, 0), ("n9", "N", 4, 0),
    ]
    rows = [
        [b"123456789", b"1234567890", b"123456789012345678", b"1234567890123456789", b"1234.125", b" 1.2500e+003", b"20160630", b"T", b"a caf\xe9     ", b"   1"],
        [b"       -7", b"        +8", b" " * 18, b" " * 19, b"      -1", b" " * 12, b" " * 8, b"?", b" " * 12, b"   2"],
        [b"*" * 9, b"\0" * 10, b"\0" * 18, b"*" * 19, b"*" * 8, b"\0" * 12, b"00000000", b"n", b"\0" * 12, b"   3"],
        [b"        0", b"       0.0", b"                 0", b"                0.5", b"    0.10", b"         nan", b"20200229", b"y", b"  lead  trail"[:12], b"   4"],
        [b"        5", b"         5", b"                 5", b"                  5", b"   5.000", b"           5", b"20210315", b"F", b"abc\0def     ", b"   5"],
    ]
    point = lambda i: struct.pack("<i2d", 1, i, -i)
    raw_shapefile("dbf_types", 1, [point(i) for i in range(5)], fields, rows, language=0x57, deleted=(1,))


def moved_records():
    """Records that lie in the .shp in another order than the .shx says, and a null shape."""
    bodies = [struct.pack("<i2d", 1, i, i) for i in range(3)] + [struct.pack("<i", 0)]
    raw_shapefile("moved", 1, bodies, [("n", "N", 4, 0)], [[f"{i:4d}".encode()] for i in range(4)])
    shx = (OUT / "moved.shx").read_bytes()
    entries = [shx[100 + 8 * i : 108 + 8 * i] for i in range(4)]
    (OUT / "moved.shx").write_bytes(shx[:100] + entries[2] + entries[0] + entries[3] + entries[1])


# --- GeoPackage ----------------------------------------------------------------------------------


def geopackages():
    path = OUT / "layers.gpkg"
    everything = pa.table(
        {
            "flag": pa.array([True, None, False], pa.bool_()),
            "small": pa.array([1, -32768, None], pa.int16()),
            "medium": pa.array([2**31 - 1, None, -5], pa.int32()),
            "large": pa.array([2**63 - 1, -(2**63), None], pa.int64()),
            "single": pa.array([0.1, None, 1e30], pa.float32()),
            "real": pa.array([0.1, None, -1e300], pa.float64()),
            "text": pa.array(["ü", "", None], pa.string()),
            "day": pa.array([datetime.date(2020, 2, 29), None, datetime.date(1899, 12, 31)], pa.date32()),
            "moment": pa.array(
                [datetime.datetime(2020, 2, 29, 12, 30, 15, 250000), None, datetime.datetime(1969, 12, 31, 23, 59, 59)],
                pa.timestamp("ms", tz="UTC"),
            ),
            "bytes": pa.array([b"\x00\xff", None, b""], pa.binary()),
        }
    )
    shapes = [
        shapely.Point(1, 2, 3),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.GeometryCollection([shapely.Point(5, 6), shapely.box(0, 0, 1, 1)]),
    ]
    write(path, everything, shapes, "Unknown", crs="EPSG:25832", layer="all types")
    hurting = {"a.b": [1], "c d": [2], 'q"r': [3], "select": [4], "@id": [5], "A'B": [6], "geometry_": [7], "rowid": [8], "ключ": [9]}
    hurting |= {f"c{i}": [i * 11] for i in range(200)}
    hurting = pa.table({k: pa.array(v, pa.int64()) for k, v in hurting.items()})
    write(path, hurting, [shapely.Point(1, 2)], "Point", layer='it\'s "quoted"', append=True)
    write(path, pa.table({"a": pa.array([], pa.int32())}), [], "Point", layer="no rows", append=True)
    custom = "+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84"
    gaps = pa.table({"n": pa.array(list(range(100)), pa.int32())})
    write(path, gaps, [shapely.Point(i, -i) for i in range(100)], "Point", crs=custom, layer="gaps", append=True)
    with sqlite3.connect(path) as con:
        con.create_function("ST_IsEmpty", 1, lambda g: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            con.create_function(name, 1, lambda g: 0.0)
        con.execute("DELETE FROM gaps WHERE n % 7 = 3 OR n BETWEEN 40 AND 60")
        con.execute("UPDATE gaps SET fid = fid + 1000000 WHERE n > 80")
        con.execute("UPDATE gpkg_contents SET last_change = '2020-01-01T00:00:00.000Z'")
    con.close()
    con = sqlite3.connect(path)
    con.execute("VACUUM")
    con.close()


# --- FlatGeobuf ----------------------------------------------------------------------------------


def flatgeobufs():
    everything = pa.table(
        {
            "flag": pa.array([True, None, False], pa.bool_()),
            "small": pa.array([1, -32768, None], pa.int16()),
            "medium": pa.array([2**31 - 1, None, -5], pa.int32()),
            "large": pa.array([2**63 - 1, -(2**63), None], pa.int64()),
            "single": pa.array([0.1, None, 1e30], pa.float32()),
            "real": pa.array([0.1, None, -1e300], pa.float64()),
            "text": pa.array(["ü", "", None], pa.string()),
            "moment": pa.array([datetime.datetime(2020, 2, 29, 12, 30, 15, 250000), None, datetime.datetime(1969, 12, 31, 23, 59, 59)], pa.timestamp("ms")),
            "bytes": pa.array([b"\x00\xff", None, b""], pa.binary()),
        }
    )
    shapes = [
        shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)]),
        shapely.GeometryCollection([shapely.Point(5, 6), shapely.box(0, 0, 1, 1), shapely.MultiPoint([(7, 8)])]),
    ]
    write(OUT / "types.fgb", everything, shapes, "Unknown", crs="EPSG:25832", layer_options={"SPATIAL_INDEX": "NO"})
    hole = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior.coords, [shapely.box(1, 1, 2, 2).exterior.coords])
    line = shapely.LineString([(0, 0), (1, 1), (2, 0)])
    kinds = {
        "point": ("Point", [shapely.Point(3, 4)]),
        "multipoint": ("MultiPoint", [shapely.MultiPoint([(0, 1), (2, 3)])]),
        "linestring": ("LineString", [line]),
        "multilinestring": ("MultiLineString", [shapely.MultiLineString([line, [(5, 5), (6, 6)]]), shapely.MultiLineString([line])]),
        "polygon": ("Polygon", [hole, shapely.box(0, 0, 1, 1)]),
        "polygon_z": ("Polygon Z", [shapely.force_3d(hole, 12.5)]),
        "multipolygon": ("MultiPolygon", [shapely.MultiPolygon([hole, shapely.box(20, 0, 21, 1)]), shapely.MultiPolygon([hole])]),
    }
    for name, (kind, some) in kinds.items():
        write(OUT / f"kind_{name}.fgb", pa.table({"n": pa.array(list(range(len(some))), pa.int32())}), some, kind)
    # 300 features: an index of boxes with two levels above its leaves, which orders the features along a curve
    rng = np.random.default_rng(11)
    points = [shapely.Point(*rng.uniform(-80, 80, 2)) for _ in range(300)]
    custom = "+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84"
    write(OUT / "indexed.fgb", pa.table({"n": pa.array(list(range(300)), pa.int32())}), points, "Point", crs=custom)
    byte_by_byte()


def byte_by_byte():
    """Types that GDAL reads and does not write, M, and a writer that knew neither how many features come nor their index."""
    columns = [
        ("byte", 0, struct.pack("<b", -128)), ("ubyte", 1, b"\xff"), ("bool", 2, b"\x01"), ("short", 3, struct.pack("<h", -32768)),
        ("ushort", 4, struct.pack("<H", 65535)), ("int", 5, struct.pack("<i", -(2**31))), ("uint", 6, struct.pack("<I", 2**32 - 1)),
        ("long", 7, struct.pack("<q", -(2**63))), ("ulong", 8, struct.pack("<Q", 2**53)), ("float", 9, struct.pack("<f", 0.1)),
        ("double", 10, struct.pack("<d", 0.1)), ("string", 11, b"\xc3\xbc"), ("json", 12, b'{"a": [1, 2]}'),
        ("datetime", 13, b"2020-02-29T12:30:15.250"), ("binary", 14, b"\x00\xff"),
    ]
    cell = lambda i: struct.pack("<H", i) + (struct.pack("<I", len(columns[i][2])) if columns[i][1] > 10 else b"") + columns[i][2]
    features = [
        (dict(type=1, xy=[1, 2], m=[7]), b"".join(cell(i) for i in range(len(columns)))),
        (None, b""),
        (dict(type=3, xy=[0, 0, 0, 9, 9, 9, 0, 0], m=[5, 6, 7, 8]), cell(7) + cell(0)),
    ]
    data = sized(lambda b: header(b, columns))
    for shape, properties in features:
        data += sized(lambda b: feature(b, shape, properties))
    (OUT / "streamed.fgb").write_bytes(b"fgb\x03fgb\x00" + data)


def sized(build):
    builder = flatbuffers.Builder(1024)
    builder.FinishSizePrefixed(build(builder))
    return bytes(builder.Output())


def offsets(b, items):
    b.StartVector(4, len(items), 4)
    for item in reversed(items):
        b.PrependUOffsetTRelative(item)
    return b.EndVector()


def doubles(b, values):
    b.StartVector(8, len(values), 8)
    for value in reversed(values):
        b.PrependFloat64(value)
    return b.EndVector()


def header(b, columns):
    described = []
    for name, kind, _ in columns:
        text = b.CreateString(name)
        b.StartObject(11)
        b.PrependUOffsetTRelativeSlot(0, text, 0)
        b.PrependUint8Slot(1, kind, 0)
        described.append(b.EndObject())
    described = offsets(b, described)
    name = b.CreateString("streamed")
    b.StartObject(14)
    b.PrependUOffsetTRelativeSlot(0, name, 0)
    b.PrependUOffsetTRelativeSlot(7, described, 0)
    b.PrependUint16Slot(9, 0, 16)  # no index
    return b.EndObject()


def feature(b, shape, properties):
    if shape is not None:
        xy, m = (doubles(b, shape[k]) for k in ("xy", "m"))
        b.StartObject(8)
        for slot, vector in ((1, xy), (3, m)):
            b.PrependUOffsetTRelativeSlot(slot, vector, 0)
        b.PrependUint8Slot(6, shape["type"], 0)
        shape = b.EndObject()
    cells = b.CreateByteVector(properties)
    b.StartObject(3)
    if shape is not None:
        b.PrependUOffsetTRelativeSlot(0, shape, 0)
    b.PrependUOffsetTRelativeSlot(1, cells, 0)
    return b.EndObject()


# --- GeoParquet ----------------------------------------------------------------------------------


def geoparquets():
    n = 7
    rng = np.random.default_rng(3)
    some = lambda values, kind: pa.array([None if i == 3 else v for i, v in enumerate(values)], kind)
    moments = [datetime.datetime(2020, 1, 1 + i, 1, 2, 3, 123456) for i in range(n)]
    table = pa.table(
        {
            "flag": some([i % 2 == 0 for i in range(n)], pa.bool_()),
            "i8": some([-i for i in range(n)], pa.int8()),
            "u16": some([65535 - i for i in range(n)], pa.uint16()),
            "i32": some([-(2**31) + i for i in range(n)], pa.int32()),
            "u32": some([2**32 - 1 - i for i in range(n)], pa.uint32()),
            "i64": some([2**63 - 1 - i for i in range(n)], pa.int64()),
            "f16": some([np.float16(x) for x in (0.5, -2, 1e-7, 0, 65504, 0.1, -0.0)], pa.float16()),
            "f32": some([float(x) for x in rng.normal(size=n)], pa.float32()),
            "f64": some([math.pi * 10.0 ** (40 * i - 100) for i in range(n)], pa.float64()),
            "text": some(["é" * i for i in range(n)], pa.string()),
            "category": some(["x", "y", "x", "", "x", "y", "y"], pa.string()).dictionary_encode(),
            "day": some([datetime.date(1969, 12, 30) + datetime.timedelta(i) for i in range(n)], pa.date32()),
            "ms": some(moments, pa.timestamp("ms")),
            "us": some(moments, pa.timestamp("us")),
            "ns": some(moments, pa.timestamp("ns")),
            "utc": some(moments, pa.timestamp("us", tz="UTC")),
            "bytes": some([bytes([i, 255 - i]) for i in range(n)], pa.binary()),
            "list": some([[1.5, None][: i % 3] for i in range(n)], pa.list_(pa.float64())),
            "struct": some([{"a": i, "b": {"c": f"s{i}"}} for i in range(n)], pa.struct({"a": pa.int64(), "b": pa.struct({"c": pa.string()})})),
            "deep": some([[{"x": [i, i + 1]}] * (i % 3) for i in range(n)], pa.list_(pa.struct({"x": pa.list_(pa.int64())}))),
        }
    )
    shapes = [
        shapely.Point(1, 2), shapely.Point(1, 2, 3), shapely.LineString([(0, 0), (1, 1)]), None,
        shapely.box(0, 0, 1, 1), shapely.MultiPoint([(1, 2), (3, 4)]), shapely.from_wkt("MULTIPOLYGON Z (((0 0 1, 0 1 1, 1 1 1, 0 0 1)))"),
    ]
    geoparquet(OUT / "types.parquet", table, shapes, {"crs": None}, row_group_size=3, compression="snappy")
    maps = pa.table({"map": pa.array([[("k", 1), ("l", None)], [], None], pa.map_(pa.string(), pa.int64()))})
    three = [shapely.Point(i, i) for i in range(3)]
    no_id = {"crs": {"type": "GeographicCRS", "name": "made up"}}
    geoparquet(OUT / "maps.parquet", maps, three, no_id, compression="gzip", use_dictionary=False, data_page_version="2.0")
    for codec in ("none", "zstd", "lz4", "brotli"):
        geoparquet(OUT / f"codec_{codec}.parquet", pa.table({"n": pa.array([0, 1, 2], pa.int32())}), three, {}, compression=codec)
    native()


def native():
    xy = pa.struct({"x": pa.float64(), "y": pa.float64()})
    xyz = pa.struct({"x": pa.float64(), "y": pa.float64(), "z": pa.float64()})
    p = lambda *v: dict(zip("xyz", map(float, v)))
    ring = [p(0, 0), p(0, 9), p(9, 9), p(0, 0)]
    hole = [p(1, 2), p(1, 3), p(2, 3), p(1, 2)]
    cases = {
        "point": (xyz, [p(1, 2, 3), None, p(4, 5, 6)]),
        "linestring": (pa.list_(xy), [[p(0, 0), p(1, 1)], None, [p(2, 2), p(3, 3), p(4, 5)]]),
        "polygon": (pa.list_(pa.list_(xy)), [[ring, hole], None, [ring]]),
        "multipoint": (pa.list_(xy), [[p(0, 1), p(2, 3)], None, [p(4, 5)]]),
        "multilinestring": (pa.list_(pa.list_(xy)), [[[p(0, 0), p(1, 1)], [p(5, 5), p(6, 6)]], None, [[p(7, 7), p(8, 8)]]]),
        "multipolygon": (pa.list_(pa.list_(pa.list_(xy))), [[[ring, hole], [hole]], None, [[ring]]]),
    }
    for encoding, (kind, values) in cases.items():
        table = pa.table({"n": pa.array([0, 1, 2], pa.int32())})
        geoparquet(OUT / f"native_{encoding}.parquet", table, pa.array(values, kind), {"encoding": encoding})


def geoarrow():
    """GeoPandas' own native encodings with its covering, nested columns beside them, three rows a row group."""
    hole = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior.coords, [shapely.box(1, 1, 2, 2).exterior.coords])
    line = shapely.LineString([(0, 0), (1, 1), (2, 0)])
    at = lambda g, i: shapely.transform(g, lambda c: c + 20.0 * i)
    kinds = {
        "point": shapely.Point(3, 4), "multipoint": shapely.MultiPoint([(0, 1), (2, 3)]), "linestring": line,
        "multilinestring": shapely.MultiLineString([line, [(5, 5), (6, 6)]]), "polygon": hole,
        "multipolygon": shapely.MultiPolygon([hole, shapely.box(20, 0, 21, 1)]),
    }
    for name, shape in kinds.items():
        frame = geopandas.GeoDataFrame(
            {
                "n": list(range(7)), "tags": [[f"t{j}" for j in range(i % 3)] for i in range(7)],
                "owner": [{"name": f"o{i}", "since": 2000 + i} for i in range(7)],
            },
            geometry=[at(shape, i) for i in range(7)], crs="EPSG:25832",
        )
        frame.to_parquet(OUT / f"geoarrow_{name}.parquet", geometry_encoding="geoarrow", write_covering_bbox=True, schema_version="1.1.0", row_group_size=3, index=False)


# --- Overture's divisions ------------------------------------------------------------------------


def divisions():
    """Made-up areas under the published schema of Overture's type division_area, in two files as its releases are."""
    names = pa.struct({
        "primary": pa.string(), "common": pa.map_(pa.string(), pa.string()),
        "rules": pa.list_(pa.struct({"variant": pa.string(), "language": pa.string(), "value": pa.string()})),
    })
    box = pa.struct({k: pa.float32() for k in ("xmin", "xmax", "ymin", "ymax")})
    rows = [  # id, subtype, class, country, region, primary name, west, south, size
        ("area-de", "country", "land", "DE", None, "Deutschland", 6, 47, 8),
        ("area-de-sea", "country", "maritime", "DE", None, "Deutschland", 5, 53, 2),
        ("area-de-by", "region", "land", "DE", "DE-BY", "Bayern", 9, 47, 4),
        ("area-de-by-muc", "county", "land", "DE", "DE-BY", "München", 11, 48, 1),
        ("area-in-gj", "region", "land", "IN", "IN-GJ", "ગુજરાત", 68, 20, 6),
        ("area-in", "country", "land", "IN", None, "भारत", 68, 8, 25),
        ("area-xk", "country", "land", "XK", None, "Kosova", 20, 42, 1),
        ("area-pr", "dependency", "land", "PR", None, "Puerto Rico", -67, 17, 1),
        ("area-pr-none", "region", "land", "QQ", "QQ-1", None, -60, 10, 1),
    ]
    shapes = [shapely.box(w, s, w + size, s + size) for *_, w, s, size in rows]
    table = pa.table({
        "id": [r[0] for r in rows],
        "bbox": pa.array([dict(zip(("xmin", "ymin", "xmax", "ymax"), g.bounds)) for g in shapes], box),
        "country": pa.array([r[3] for r in rows], pa.string()),
        "version": pa.array([1] * len(rows), pa.int32()),
        "sources": pa.array([[{"property": "", "dataset": "synthetic", "record_id": r[0]}] for r in rows],
                            pa.list_(pa.struct({"property": pa.string(), "dataset": pa.string(), "record_id": pa.string()}))),
        "subtype": [r[1] for r in rows],
        "class": [r[2] for r in rows],
        "names": pa.array([{"primary": r[5], "common": [("en", r[0])], "rules": None} for r in rows], names),
        "is_land": [r[2] == "land" for r in rows],
        "is_territorial": [r[2] == "maritime" for r in rows],
        "region": pa.array([r[4] for r in rows], pa.string()),
        "division_id": [r[0].replace("area", "division") for r in rows],
    })
    covering = {"covering": {"bbox": {k: ["bbox", k] for k in ("xmin", "ymin", "xmax", "ymax")}}}
    folder = OUT / "synthetic_division_area"
    folder.mkdir()
    geoparquet(folder / "part-00000.parquet", table.slice(0, 5), shapes[:5], covering, row_group_size=2, compression="zstd")
    geoparquet(folder / "part-00001.parquet", table.slice(5), shapes[5:], covering, row_group_size=2, compression="zstd")
    geopandas.GeoDataFrame({"id": ["x"]}, geometry=[shapely.Point(1, 2)], crs="OGC:CRS84").to_parquet(OUT / "no_divisions.parquet", index=False)


# --- reading -------------------------------------------------------------------------------------


def plain(value):
    """A value as JSON that Java's test can compare."""
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, np.floating):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def hexwkb(wkb):
    if wkb is None:
        return None
    shape = shapely.from_wkb(wkb)
    if shape.has_m:  # ours has no M
        shape = shapely.from_wkb(shapely.to_wkb(shape, output_dimension=3 if shape.has_z else 2))
    return shapely.to_wkb(shape, hex=True, output_dimension=3 if shape.has_z else 2, byte_order=0, flavor="extended")


def native_wkt(kind, value):
    if value is None:
        return None
    c = lambda v: tuple(v[k] for k in "xyz" if k in v)
    line = lambda v: [c(p) for p in v]
    polygon = lambda v: shapely.Polygon(line(v[0]), [line(h) for h in v[1:]])
    make = {
        "point": lambda v: shapely.Point(c(v)),
        "linestring": lambda v: shapely.LineString(line(v)),
        "polygon": polygon,
        "multipoint": lambda v: shapely.MultiPoint(line(v)),
        "multilinestring": lambda v: shapely.MultiLineString([line(p) for p in v]),
        "multipolygon": lambda v: shapely.MultiPolygon([polygon(p) for p in v]),
    }
    return shapely.to_wkb(make[kind](value))


def rows(table, geometry_name):
    columns, described = [], []
    for i, name in enumerate(table.column_names):
        if name == geometry_name:
            continue
        column = table.column(i)
        described.append({"name": name, "arrow": str(column.type)})
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
        values = column.to_pylist()
        if pa.types.is_map(column.type):
            values = [None if v is None else dict(v) for v in values]
        columns.append(values)
    return [[plain(c[i]) for c in columns] for i in range(table.num_rows)], described


def expect(file, layer=None, key=None):
    path = OUT / file
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        geometry_name = "geometry"
        encoding = json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["encoding"]
        geometry = table["geometry"].to_pylist()
        if path.stem.startswith("geoarrow"):
            geometry = geopandas.read_parquet(path).geometry.to_wkb().to_list()
            table = table.drop_columns(["bbox"])
        elif encoding != "WKB":
            geometry = [native_wkt(encoding, v) for v in geometry]
        fids, crs = None, None
    else:
        meta, table = pyogrio.read_arrow(path, layer=layer, return_fids=True)
        geometry_name = meta["geometry_name"] or "wkb_geometry"
        geometry = table[geometry_name].to_pylist()
        fids = table[meta["fid_column"]].to_pylist() if meta.get("fid_column") else table.column(0).to_pylist()
        table = table.drop_columns([table.column_names[0]])
        crs = meta["crs"]
    values, columns = rows(table, geometry_name)
    FILES[key or file] = {
        "crs": crs,
        "fids": fids,
        "columns": columns,
        "rows": [[hexwkb(g)] + v for g, v in zip(geometry, values)],
    }


def main():
    # GDAL 3.12's own way from FlatGeobuf to Arrow gives broken offsets after a feature without geometry
    pyogrio.set_gdal_config_options({"OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES"})
    if OUT.exists():
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True)
    table, geometries = same_features()
    values, columns = rows(table.append_column("geometry", pa.nulls(len(geometries))), "geometry")
    FILES["same"] = {
        "columns": columns,
        "rows": [[None if g is None else shapely.to_wkt(g, rounding_precision=-1)] + v for g, v in zip(geometries, values)],
    }
    shape_types()
    windings()
    dbf_types()
    moved_records()
    geopackages()
    geoparquets()
    geoarrow()
    divisions()
    flatgeobufs()
    for path in sorted(OUT.iterdir()):
        if path.suffix in (".shp", ".parquet", ".fgb") and path.stem not in ("same", "codec_brotli", "windings", "no_divisions"):
            expect(path.name)
    streamed = FILES["streamed.fgb"]  # GDAL makes doubles of unsigned 64-bit numbers and text of JSON
    streamed["gdal_differs_in"] = ["ulong", "json"]
    for name, arrow, value in (("ulong", "string", str(2**53)), ("json", "struct", {"a": [1, 2]})):
        at = [c["name"] for c in streamed["columns"]].index(name)
        streamed["columns"][at]["arrow"] = arrow
        streamed["rows"][0][1 + at] = value
    for layer in ("all types", 'it\'s "quoted"', "no rows", "gaps"):
        expect("layers.gpkg", layer, f"layers.gpkg#{layer}")
    made_by = {
        "python": sys.version.split()[0], "pyogrio": pyogrio.__version__, "gdal": pyogrio.__gdal_version_string__,
        "pyarrow": pa.__version__, "shapely": shapely.__version__,
    }
    text = json.dumps({"made_by": made_by, "files": FILES}, ensure_ascii=False, indent=1)
    EXPECTED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
