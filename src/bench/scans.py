"""scans.sh calls this: scans.py option LAKE_FOLDER ROWS makes an empty lake with that row group size; scans.py compare SMALL LARGE ROUNDS reads the staging table of both whole."""
import pathlib, statistics, sys, time
import common as c

QUERIES = {"two numbers": "SELECT sum(area_m2), sum(centroid_lon) FROM lake.stg_pv_consolidated", "all columns": "SELECT bit_xor(hash(COLUMNS(*))) FROM lake.stg_pv_consolidated",
           "one text": "SELECT sum(length(geometry)) FROM lake.stg_pv_consolidated"}


def attach(folder, options=""):
    con = c.duck(threads=2)
    con.execute(f"ATTACH 'ducklake:sqlite:{folder}/db/ducklake_catalog.sqlite' AS lake (DATA_PATH '{folder}/db/ducklake_data/'{options})")
    return con


if sys.argv[1] == "option":
    attach(sys.argv[2]).execute(f"CALL lake.set_option('parquet_row_group_size', {sys.argv[3]})")
else:
    lakes, rounds = {"2048": sys.argv[2], "122880": sys.argv[3]}, int(sys.argv[4])
    times = {(q, size): [] for q in QUERIES for size in lakes}
    answers = {}
    for _ in range(rounds + 1):  # the first warms up
        for size, folder in lakes.items():
            con = attach(folder, ", OVERRIDE_DATA_PATH true, READ_ONLY")
            for q, sql in QUERIES.items():
                begun = time.perf_counter()
                answer = con.execute(sql).fetchall()
                times[q, size].append(time.perf_counter() - begun)
                if q == "one text":
                    assert answers.setdefault(q, answer) == answer, (size, answer)
            con.close()
    for size, folder in lakes.items():
        files = [str(f) for f in pathlib.Path(folder, "db/ducklake_data/main/stg_pv_consolidated").rglob("*.parquet")]
        groups = c.duck().execute("SELECT count(DISTINCT (file_name, row_group_id)) FROM parquet_metadata(?)", [files]).fetchone()[0]
        print(f"{size:>7} rows: {len(files)} files, {groups} row groups, {sum(pathlib.Path(f).stat().st_size for f in files)} bytes")
    for q in QUERIES:
        small, large = (times[q, size][1:] for size in lakes)
        print(f"{q:12} {statistics.median(small):.3f} s in row groups of 2,048, {statistics.median(large):.3f} s of 122,880: median of pairs {statistics.median(a / b for a, b in zip(small, large)):.2f}")
