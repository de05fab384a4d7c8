"""Does a lake that `build` made of the benchmark set agree with expected_pv443917.json?
  check_build.py CATALOG.sqlite DATA_PATH/ [SCALE]
Raw tables hold the source's vertices, repaired nowhere; staging holds repaired geometries and says which. So: rows, ids, vertices
and boxes from the raw tables; areas, centroids and samples from staging, sums over the rows that are not repaired; the count of repaired
rows is the count of invalid ones. With SCALE (a made set smaller than the whole) only the counts are compared, with the files' own.
Prints one line a dataset and exits 1 when something is outside its tolerance."""
import json, sys
from pathlib import Path
import common as c

catalog, data = sys.argv[1:3]
full = len(sys.argv) < 4
exp = json.loads((Path(__file__).parent / "expected_pv443917.json").read_text()); tol = exp["tolerances"]
con = c.duck("spatial"); con.execute("SET geometry_always_xy=true")
con.execute(f"ATTACH 'ducklake:sqlite:{Path(catalog).resolve()}' AS lake (DATA_PATH '{Path(data).resolve()}/', OVERRIDE_DATA_PATH true, READ_ONLY)")
files = {name: c.DATA / file for name, file, _ in c.SETS}
bad = 0
for name, e in exp["datasets"].items():
    raw, q = f"lake.raw_{name}", f"FROM lake.stg_pv_consolidated WHERE dataset_name = '{name}'"
    n, ids, repaired = con.execute(f"SELECT count(*), count(DISTINCT unified_id), count(*) FILTER (geometry_repaired) {q}").fetchone()
    raws, pts, x0, y0, x1, y1 = con.execute(f"""SELECT count(*), sum(ST_NPoints(g)), min(ST_XMin(g)), min(ST_YMin(g)), max(ST_XMax(g)), max(ST_YMax(g))
        FROM (SELECT ST_GeomFromText(geometry) g FROM {raw})""").fetchone()
    if not full:
        rows, vertices = con.execute(f"SELECT count(*), sum(ST_NPoints(geom)) FROM ST_Read('{files[name]}')").fetchone()
        ok = dict(rows=n == rows == raws, ids=ids == n, vertices=pts == vertices)
        said = f"rows {n}, vertices {pts}"
    else:
        area, mx, my = con.execute(f"SELECT sum(area_m2), avg(centroid_lon), avg(centroid_lat) {q} AND NOT geometry_repaired").fetchone()
        rel = abs(area / e["geodesic_area_m2_sum_valid_only"] - 1)
        box = max(abs(a - b) for a, b in zip((x0, y0, x1, y1), e["bbox"]))
        cm = max(abs(a - b) for a, b in zip((mx, my), e["centroid_mean_valid_only"]))
        sa = sc = 0.0
        for s in e["samples"]:
            r = con.execute(f"SELECT area_m2, centroid_lon, centroid_lat, geometry_repaired {q} AND unified_id = '{s['id']}'").fetchone()
            if r is None:
                sa = sc = 9
            elif not r[3]:
                sa = max(sa, abs(r[0] - s["area_m2"]) - tol["sample_area_relative"] * s["area_m2"]); sc = max(sc, abs(r[1] - s["centroid"][0]), abs(r[2] - s["centroid"][1]))
        ok = dict(rows=n == e["rows"] == raws, ids=ids == e["distinct_ids"], vertices=pts == e["vertices"], repaired=repaired == e["rows_invalid_geometry"],
                  area=rel <= tol["area_sum_relative"], bbox=box <= tol["bbox_degrees"], centroid_mean=cm <= tol["centroid_mean_degrees"],
                  sample_area=sa <= 1e-3, sample_centroid=sc <= tol["centroid_degrees"])
        said = f"rows {n}, repaired {repaired}, area rel {rel:.1e}, bbox {box:.1e}, centroid mean {cm:.1e}, samples area {max(sa, 0):.1e} m2 centroid {sc:.1e}"
    bad += sum(not v for v in ok.values())
    print(f"{'ok  ' if all(ok.values()) else 'DIFF'} {name}: {said}" + ("" if all(ok.values()) else "  outside: " + ", ".join(k for k, v in ok.items() if not v)))
sys.exit(bad > 0)
