"""Expected measures for RealDataTest: validity, area, centroid and H3 cell of 8,327 real features.

Reads the embedded datasets under pipelines/src/main/resources, writes site-measures.csv.gz to
src/test/resources/org/icemelt/transforms/normalise. Germany is reprojected by pyproj without grids.
Area: pyproj.Geod (WGS84) of the source vertices, holes subtracted. Centroid: DuckDB ST_Centroid.
Validity: shapely (GEOS). A row that is not valid has no measures.
Made with pyogrio 0.13.0, shapely 2.2.0, pyproj 3.7.2 (PROJ 9.5.1), h3 4.5.0, duckdb 1.5.5 with its
spatial extension. Run: python site_measures.py [spatial.duckdb_extension]
"""

import csv
import gzip
import io
import pathlib
import sys

import duckdb
import h3
import pyogrio
import pyproj
import shapely

pyproj.network.set_network_enabled(False)
HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parents[3] / "pipelines/src/main/resources/org/icemelt/pipelines/data"
OUT = HERE.parent / "resources/org/icemelt/transforms/normalise/site-measures.csv.gz"
FILES = {
    "ind_pv_solar_farms_2022": "solar_farms_india_2021_merged_simplified.geojson",
    "usa_eia_large_scale_pv_2023": "uspvdbGeoJSON.zip",
    "deu_ufz_pv_2015": "photovoltaics_open-space.shp",
}
GEOD = pyproj.Geod(ellps="WGS84")


def area(g):
    if g.geom_type == "MultiPolygon":
        return sum(area(p) for p in g.geoms)
    rings = [abs(GEOD.polygon_area_perimeter(*zip(*r.coords))[0]) for r in (g.exterior, *g.interiors)]
    return rings[0] - sum(rings[1:])


duck = duckdb.connect()
duck.execute(f"LOAD '{sys.argv[1]}'" if len(sys.argv) > 1 else "INSTALL spatial; LOAD spatial")
rows = []
for dataset, name in FILES.items():
    path = DATA / dataset / name
    source = f"/vsizip/{path}/uspvdb_v1_0_20231108.geojson" if name.endswith(".zip") else path
    frame = pyogrio.read_dataframe(source)
    if frame.crs.to_epsg() != 4326:
        to = pyproj.Transformer.from_crs(3035, 4326, always_xy=True)
        frame = frame.set_geometry(
            [shapely.transform(g, lambda c: list(zip(*to.transform(c[:, 0], c[:, 1])))) for g in frame.geometry]
        )
    for row, g in enumerate(shapely.force_2d(frame.geometry.values)):
        if not g.is_valid:
            rows.append((dataset, row, "", "", "", ""))
            continue
        lon, lat = duck.execute(
            "SELECT ST_X(c), ST_Y(c) FROM (SELECT ST_Centroid(ST_GeomFromWKB(?)) AS c)", [g.wkb]
        ).fetchone()
        rows.append((dataset, row, repr(area(g)), repr(lon), repr(lat), h3.latlng_to_cell(lat, lon, 12)))
text = io.StringIO()
writer = csv.writer(text, lineterminator="\n")
writer.writerow(["dataset", "row", "area_m2", "centroid_lon", "centroid_lat", "h3"])
writer.writerows(rows)
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
for dataset in FILES:
    mine = [r for r in rows if r[0] == dataset]
    print(dataset, len(mine), "features,", sum(r[2] == "" for r in mine), "invalid")
