"""Expected coordinates for CrsResolverTest, by pyproj without grids.

Writes crs-points.csv and crs-points-more.csv (code, x, y, lon, lat) and crs-texts.json (the same systems as WKT and PROJJSON
without a single authority code) to src/test/resources/org/icemelt/transforms/crs.
Made with pyproj 3.7.2, PROJ 9.5.1, network off. Run: python crs_points.py
"""

import csv
import json
import pathlib
import re
import warnings

import pyproj
import pyproj.aoi
from pyproj.transformer import TransformerGroup

warnings.simplefilter("ignore")
pyproj.network.set_network_enabled(False)
OUT = pathlib.Path(__file__).parent.parent / "resources/org/icemelt/transforms/crs"
CODES = [3857, 32650, 4269, 2154, 25832, 5070, 3035, 27700, 31467, 6933]
# the Helmert shift that must have been used
OPERATION = {27700: "OSGB36 to WGS 84 (6)", 31467: "DHDN to WGS 84 (2)", 4267: "NAD27 to WGS 84 (4)"}
# further codes: NAD27 by its shift for the conterminous USA, GeoTools' share, the poles, feet, Paris
MORE_CODES = [4267, 5880, 5641, 5514, 28992, 2193, 3031, 3413, 2229, 27572, 26918, 2056, 23030]
MORE_TEXTS = [2193, 28992, 5514, 2056, 3031, 3413, 26918, 2229, 27572, 4258, 4326, 102003, 54009]


US = pyproj.aoi.BBox(-124, 25, -67, 49)


def crs_of(code):
    return pyproj.CRS.from_authority("ESRI" if code in (102003, 54009) else "EPSG", code)


def transformer(code, crs):
    wanted = OPERATION.get(code)
    for t in TransformerGroup(crs, 4326, always_xy=True).transformers:
        if wanted is None or wanted in t.description:
            return t
    raise SystemExit(f"{code}: no operation {wanted}")


def points(code, crs, t):
    area = US if code == 4267 else crs.area_of_use
    found = []
    for f in (0.1, 0.3, 0.5, 0.7, 0.9):
        for g in (0.15, 0.5, 0.85):
            lon = area.west + f * (area.east - area.west)
            lat = area.south + g * (area.north - area.south)
            x, y = t.transform(lon, lat, direction="INVERSE")
            x, y = (round(x, 3), round(y, 3)) if crs.is_projected else (round(x, 7), round(y, 7))
            lon, lat = t.transform(x, y)
            found.append((x, y, lon, lat))
    return found


def without_ids(node):
    if isinstance(node, dict):
        return {k: without_ids(v) for k, v in node.items() if k not in ("id", "ids", "$schema")}
    return [without_ids(v) for v in node] if isinstance(node, list) else node


def texts(crs):
    yield "WKT1_GDAL", re.sub(r',AUTHORITY\["[^"]*","[^"]*"\]', "", crs.to_wkt("WKT1_GDAL"))
    yield "WKT1_ESRI", crs.to_wkt("WKT1_ESRI")
    yield "WKT2_2019", re.sub(r',ID\["[^"]*",[^\]]*\]', "", crs.to_wkt("WKT2_2019"))
    yield "WKT2_2015", re.sub(r',ID\["[^"]*",[^\]]*\]', "", crs.to_wkt("WKT2_2015"))
    yield "PROJJSON", json.dumps(without_ids(crs.to_json_dict()))


rows, stated = [], []
more = []
for code in dict.fromkeys(CODES + MORE_CODES + MORE_TEXTS):
    crs = crs_of(code)
    found = points(code, crs, transformer(code, crs))
    if code in MORE_CODES:
        more += [(code, *p) for p in found]
    if code not in CODES + MORE_TEXTS:
        continue
    if code in CODES:
        rows += [(code, *p) for p in found]
    for dialect, text in texts(crs):
        stated.append({"code": code, "dialect": dialect, "text": text, "points": found[::7]})
OUT.mkdir(parents=True, exist_ok=True)
with open(OUT / "crs-points.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["code", "x", "y", "lon", "lat"])
    w.writerows(rows)
with open(OUT / "crs-points-more.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["code", "x", "y", "lon", "lat"])
    w.writerows(more)
(OUT / "crs-texts.json").write_text(json.dumps(stated, indent=0) + "\n")
print(len(rows), "points,", len(stated), "texts, PROJ", pyproj.proj_version_str)
