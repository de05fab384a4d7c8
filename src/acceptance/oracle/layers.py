#!/usr/bin/env python3
"""What the prepared layer must say of the embedded datasets, computed from the source files.

    python layers.py     writes expected/countries.json, expected/overlaps.json, expected/statistics.json and
                         ../../../transforms/src/test/resources/org/icemelt/transforms/h3/cells.csv

Reads with GDAL (pyogrio), geopandas, GEOS (shapely), PROJ (pyproj) and the h3 package: no code of
this project. Rows are named by their position in the source file.

Countries: a site stands for one point, inside the largest of its parts. First a join "within" with
Natural Earth's 241 countries; the sites left over are joined with the nearest country if it is at
most 25 km away, measured on a map that is true around the site (azimuthal equidistant).
Overlaps: brute force over all pairs.
"""
import csv
import gzip
import json
import pathlib

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pyproj
import shapely

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
DATA = ROOT / "pipelines/src/main/resources/org/icemelt/pipelines/data"
TESTS = ROOT / "src/acceptance/data"
ADMIN = ROOT / "transforms/src/main/resources/org/icemelt/transforms/admin"
NEAR_M = 25_000
H3_RESOLUTIONS = (0, 5, 12, 15)

SOURCES = {
    "ind_pv_solar_farms_2022": DATA / "ind_pv_solar_farms_2022/solar_farms_india_2021_merged_simplified.geojson",
    "usa_eia_large_scale_pv_2023": f"/vsizip/{DATA}/usa_eia_large_scale_pv_2023/uspvdbGeoJSON.zip/uspvdb_v1_0_20231108.geojson",
    "usa_eia860_solar_plants_2023": f"/vsizip/{DATA}/usa_eia860_solar_plants_2023/solar-eia-plants_1677797473131.zip/solar-eia-plants.shp",
    "deu_ufz_pv_2015": DATA / "deu_ufz_pv_2015/photovoltaics_open-space.shp",
    "esp_gem_pv_2025": DATA / "esp_gem_pv_2025/pv_spain.gpkg",
    "usa_cali_usgs_pv_2016": DATA / "usa_cali_usgs_pv_2016/derived_geoparquet/usa_cali_usgs_pv_2016_centroids.parquet",
}


def read(path):
    path = str(path)
    frame = gpd.read_parquet(path) if path.endswith(".parquet") else gpd.read_file(path)
    # NAD83 is WGS 84 here: the program moves no Californian point, and neither do we
    frame = frame.set_crs(4326, allow_override=True) if frame.crs.to_epsg() == 4269 else frame.to_crs(4326)
    return frame[frame.geometry.notna() & ~frame.geometry.is_empty]


def countries():
    with gzip.open(ADMIN / "ne_50m_admin_0_countries.json.gz") as file:
        frame = gpd.GeoDataFrame.from_features(json.load(file), crs=4326)
    iso = frame["ISO_A2"].where(frame["ISO_A2"] != "-99")
    iso = iso.fillna(frame["ADM0_A3"].map({"FRA": "FR", "NOR": "NO"}))
    return gpd.GeoDataFrame({"iso": iso, "a3": frame["ADM0_A3"]}, geometry=frame.geometry, crs=4326)


def point_of(geometry):
    geometry = shapely.force_2d(geometry)
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = [p for p in shapely.get_parts(geometry)]
    largest = max(parts, key=lambda p: (shapely.get_dimensions(p), p.area, p.length))
    return largest if largest.geom_type == "Point" else shapely.point_on_surface(largest)


def nearest(point, lands):
    local = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={point.y} +lon_0={point.x} +ellps=WGS84")
    around = shapely.box(point.x - 1.5, point.y - 0.5, point.x + 1.5, point.y + 0.5)
    near = lands[lands.intersects(around)]
    if near.empty:
        return None, None
    clipped = near.geometry.intersection(around).segmentize(0.01).to_crs(local)
    distance = clipped.distance(shapely.Point(0, 0))
    first = distance.idxmin()
    return (lands["iso"][first], distance[first]) if distance[first] <= NEAR_M else (None, None)


def ranges(rows):
    """0,1,2,5 as 0-2 5."""
    found, rows = [], sorted(rows)
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return " ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in found)


def join(lands):
    expected = {}
    for name, path in SOURCES.items():
        sites = read(path)
        points = gpd.GeoDataFrame(geometry=sites.geometry.map(point_of), crs=4326, index=sites.index)
        inside = points.sjoin(lands, predicate="within")
        inside = inside[~inside.index.duplicated()]
        steps = {"within": {}, "nearest": {}, "none": {}}
        for iso, rows in inside.groupby(inside["iso"].fillna("-")).groups.items():
            steps["within"][iso] = ranges(rows)
        off = {}
        for row in points.index.difference(inside.index):
            iso, _ = nearest(points.geometry[row], lands)
            off.setdefault(("nearest", iso) if iso else ("none", "-"), []).append(row)
        for (step, iso), rows in off.items():
            steps[step][iso] = ranges(rows)
        expected[name] = steps
        print(name, {s: {i: sum(1 for _ in rows.split()) for i, rows in of.items()} for s, of in steps.items()},
              "nearest", sum(len(r) for (s, _), r in off.items() if s == "nearest"),
              "none", sum(len(r) for (s, _), r in off.items() if s == "none"))
    return expected


def overlaps():
    polygons = read(SOURCES["usa_eia_large_scale_pv_2023"])
    points = read(SOURCES["usa_eia860_solar_plants_2023"])
    outlines = np.array([g if g.is_valid else shapely.make_valid(g, method="structure", keep_collapsed=False)
                         for g in shapely.force_2d(polygons.geometry.values)])
    shapely.prepare(outlines)
    pairs = []
    for position, row in enumerate(points.index):
        for hit in np.flatnonzero(shapely.intersects(outlines, points.geometry.values[position])):
            pairs.append([int(polygons.index[hit]), int(row)])
    other = [[p, q] for p, q in pairs if int(polygons["eia_id"][p]) != int(points["Plant_Code"][q])]
    known = set(polygons["eia_id"].astype(int))
    matched = [int(row) for row in points.index if int(points["Plant_Code"][row]) in known]
    print("US pairs", len(pairs), "of different plants", len(other), "points", len({q for _, q in other}),
          "plants matched by id", len(matched))

    spain = read(SOURCES["esp_gem_pv_2025"])
    extract = gpd.read_file(TESTS / "esp_gem_pv_2025/derived_latin1_shp/esp_gem_pv_operating_latin1.shp")
    at = {}
    for row, point in spain.geometry.items():
        at.setdefault((point.x, point.y), []).append(int(row))
    shared = [[a, int(b)] for b, point in extract.geometry.items() for a in at.get((point.x, point.y), [])]
    positions = {(p.x, p.y) for p in extract.geometry} & set(at)
    print("Spain shared positions", len(positions), "pairs", len(shared))
    return {
        "us_polygon_rows_x_eia_point_rows": sorted(pairs),
        "of_different_plants": sorted(other),
        "plants_matched_by_id": ranges(matched),
        "spain_rows_x_extract_rows": sorted(shared),
        "spain_shared_positions": len(positions),
    }


def capacity(name, frame):
    """MW by basis, as the dataset's publisher states them."""
    if name == "usa_eia_large_scale_pv_2023":
        return {"ac": frame["p_cap_ac"]}
    if name == "usa_eia860_solar_plants_2023":
        return {"ac": frame["Solar_MW"]}
    if name == "deu_ufz_pv_2015":
        return {"unknown": frame["Power_kW"] * 0.001}
    if name == "esp_gem_pv_2025":
        rating = frame["Capacity Rating"].map({"MWac": "ac", "MWp/dc": "dc"}).fillna("unknown")
        return {basis: frame["Capacity (MW)"][rating == basis] for basis in ("ac", "dc", "unknown")}
    return {}


def statistics():
    """The columns of curated_pv_dataset_summary that the sources decide."""
    geod = pyproj.Geod(ellps="WGS84")
    expected = {}
    for name, path in SOURCES.items():
        frame = read(path)
        shapes = [g if g.is_valid else shapely.make_valid(g, method="structure", keep_collapsed=False)
                  for g in shapely.force_2d(frame.geometry.values)]
        areas = pd.Series([abs(geod.geometry_area_perimeter(shapely.orient_polygons(g))[0])
                           for g in shapes if shapely.get_dimensions(g) == 2], dtype=float)
        boxes = shapely.bounds(shapes)
        values = {"total_installations": len(frame)}
        for column, value in (("avg_area_m2", areas.mean()), ("total_area_m2", areas.sum()),
                              ("min_area_m2", areas.min()), ("max_area_m2", areas.max())):
            values[column] = None if areas.empty else float(value)
        stated = capacity(name, frame)
        for basis in ("ac", "dc", "unknown"):
            mw = stated.get(basis, pd.Series(dtype=float)).astype(float)
            mw = mw[mw >= 0]
            values[f"capacity_mw_{basis}"] = None if mw.empty else float(mw.sum())
        for column, value in zip(("bbox_xmin", "bbox_ymin"), boxes[:, :2].min(axis=0)):
            values[column] = float(value)
        for column, value in zip(("bbox_xmax", "bbox_ymax"), boxes[:, 2:].max(axis=0)):
            values[column] = float(value)
        expected[name] = values
        print(name, values)
    return expected


def cells(out):
    out.parent.mkdir(parents=True, exist_ok=True)
    places = [(0.0, 0.0), (180.0, 0.0), (-180.0, 0.0), (0.0, 90.0), (0.0, -90.0), (179.9999, -16.5), (-179.9999, 65.1)]
    for name in ("usa_eia860_solar_plants_2023", "esp_gem_pv_2025", "usa_cali_usgs_pv_2016"):
        places += [(p.x, p.y) for p in read(SOURCES[name]).geometry.values[::60]]
    with out.open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["lon", "lat"] + [f"h3_{r}" for r in H3_RESOLUTIONS])
        for lon, lat in places:
            rows.writerow([repr(float(lon)), repr(float(lat))]
                          + [h3.latlng_to_cell(lat, lon, r) for r in H3_RESOLUTIONS])
    print("h3", len(places))


def write(name, value):
    text = json.dumps(value, indent=1)
    (HERE / "expected" / name).write_text(text.replace("[\n   ", "[").replace(",\n   ", ", ").replace("\n  ]", "]") + "\n")


if __name__ == "__main__":
    write("countries.json", join(countries()))
    write("overlaps.json", overlaps())
    write("statistics.json", statistics())
    cells(ROOT / "transforms/src/test/resources/org/icemelt/transforms/h3/cells.csv")
