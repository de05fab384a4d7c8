"""What DuckDB must fetch to answer for a box of 1 x 1 degree: the staging table of a lake that `build` made, over a loopback S3 server.
  boxes.py CLASSPATH LAKE_FOLDER [--boxes 20] [--seed 443917] [--by place|site]
Boxes are whole degrees, drawn among those that hold at least one site; --by site draws crowded ones more often. The bytes are those of EXPLAIN ANALYZE, with DuckDB's external file cache and metadata cache off,
a new connection a box. Two queries: the sites' measures (five columns), and all of a row. Compares the answers with those of the files on disk; exit 1 if one differs.
Also: bytes of the seven columns of p3_duckdb.py's table in our files, beside its lake's, if PEER_WORK has it."""
import argparse, pathlib, random, re, shutil, statistics, subprocess, sys
import common as c

UNIT = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
COLUMNS = {"measures": "record_id, centroid_lon, centroid_lat, area_m2, capacity_mw", "rows": "*"}
SEVEN = ["dataset_name", "source_file", "unified_id", "area_m2", "centroid_lon", "centroid_lat", "geometry"]
a = argparse.ArgumentParser(); a.add_argument("classpath"); a.add_argument("lake"); a.add_argument("--boxes", type=int, default=20); a.add_argument("--seed", type=int, default=443917)
a.add_argument("--by", choices=["place", "site"], default="place")
a = a.parse_args()
lake = pathlib.Path(a.lake).resolve()
local = c.duck(); local.execute(f"ATTACH 'ducklake:sqlite:{lake}/db/ducklake_catalog.sqlite' AS lake (DATA_PATH '{lake}/db/ducklake_data/', OVERRIDE_DATA_PATH true, READ_ONLY)")
boxes = local.execute("SELECT floor(centroid_lon)::INT, floor(centroid_lat)::INT, count(*) FROM lake.stg_pv_consolidated GROUP BY ALL ORDER BY ALL").fetchall()
files = [r[0] for r in local.execute("SELECT data_file FROM ducklake_list_files('lake', 'stg_pv_consolidated')").fetchall()]
total, rows = sum(pathlib.Path(f).stat().st_size for f in files), sum(b[2] for b in boxes)
groups = local.execute("SELECT count(DISTINCT (file_name, row_group_id)) FROM parquet_metadata(?)", [files]).fetchone()[0]
print(f"{len(files)} files, {groups} row groups, {total} bytes, {rows} rows, {len(boxes)} boxes with a site; seed {a.seed}")
seven = local.execute("SELECT sum(total_compressed_size) FROM parquet_metadata(?) WHERE list_contains(?, path_in_schema)", [files, SEVEN]).fetchone()[0]
peer = [str(f) for f in (c.WORK / "lakes" / "p3_t2_union").rglob("*.parquet")]
if peer:
    theirs = local.execute("SELECT sum(total_compressed_size) FROM parquet_metadata(?)", [peer]).fetchone()[0]
    print(f"the same seven columns: ours {seven} bytes, DuckDB's lake {theirs}: {seven / theirs:.3f}")

work = c.fresh("boxes"); server = subprocess.Popen(["java", "-Dicemelt.root=" + str(pathlib.Path(__file__).parents[2]), "-cp", a.classpath, "org.icemelt.judge.S3Server", str(work)],
                                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
try:
    address, key, secret = (server.stdout.readline().strip() for _ in range(3))
    shutil.copytree(lake / "db/ducklake_data", work / "buckets/lake/data")

    def remote():
        con = c.duck("httpfs")
        con.execute("SET enable_external_file_cache = false"); con.execute("SET parquet_metadata_cache = false")
        con.execute(f"CREATE SECRET s (TYPE s3, KEY_ID '{key}', SECRET '{secret}', ENDPOINT '{address}', URL_STYLE 'path', USE_SSL false, REGION 'us-east-1')")
        con.execute(f"ATTACH 'ducklake:sqlite:{lake}/db/ducklake_catalog.sqlite' AS lake (DATA_PATH 's3://lake/data/', OVERRIDE_DATA_PATH true, READ_ONLY)")
        return con

    draw = random.Random(a.seed)
    chosen = draw.sample(boxes, a.boxes) if a.by == "place" else draw.choices(boxes, [b[2] for b in boxes], k=a.boxes)
    above = wrong = 0
    for name, columns in COLUMNS.items():
        shares = []
        for lon, lat, n in chosen:
            sql = f"SELECT {columns} FROM lake.stg_pv_consolidated WHERE centroid_lon >= {lon} AND centroid_lon < {lon + 1} AND centroid_lat >= {lat} AND centroid_lat < {lat + 1}"
            con = remote()
            plan = "\n".join(r[1] for r in con.execute("EXPLAIN ANALYZE " + sql).fetchall())
            number, unit = re.search(r"in: ([\d.]+) (\w+)", plan).groups()
            same = sorted(map(str, con.execute(sql).fetchall())) == sorted(map(str, local.execute(sql).fetchall()))
            con.close()
            share, limit = float(number) * UNIT[unit] / total, 0.05 + 2 * n / rows
            shares.append(share); above += share > limit; wrong += not same
            print(f"{name}: box {lon:4} {lat:4}: {n:6} sites, {share:.2%} of the bytes, limit {limit:.2%}{'' if share <= limit else '  ABOVE'}{'' if same else '  OTHER ROWS'}")
        print(f"{name}: median {statistics.median(shares):.2%} (goal below 5%), most {max(shares):.2%}")
    print(f"{above} above their limit, {wrong} with other rows than the files on disk")
finally:
    server.stdin.close(); server.wait()
sys.exit(1 if wrong else 0)
