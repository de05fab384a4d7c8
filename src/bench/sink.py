"""The sink alone: rows of bigint, double and varchar that lie in memory, into a lake on SQLite; one thread on both sides, the same rows.
  sink.py CLASSPATH [--rows 5000000] [--rounds 5]
Ours (SinkBench, in the tests of io/ducklake) and DuckDB's INSERT from a table in memory run one after the other, each round a commit; DuckDB's default
codec and ours (ZSTD 1), and ours with DuckDB's. The first two rounds warm up. Times are of the wall and of all threads' processor time. What both wrote is compared."""
import argparse, json, os, statistics, subprocess, time
import common as c

COLUMNS = "i BIGINT, v DOUBLE, n VARCHAR"


def lake(con, folder):
    con.execute(f"ATTACH 'ducklake:sqlite:{folder}/lake.sqlite' AS lake (DATA_PATH '{folder}/data/', DATA_INLINING_ROW_LIMIT 0)")


def bytes_of(folder):
    return sum(f.stat().st_size for f in (folder / "data").rglob("*.parquet"))


def duckdb(folder, rows, rounds):
    con = c.duck(threads=1); lake(con, folder)
    con.execute(f"CREATE TABLE lake.t ({COLUMNS})")
    con.execute(f"CREATE TEMP TABLE m AS SELECT i::BIGINT AS i, i * 0.5::DOUBLE AS v, 'row-' || i AS n FROM range({rows}) r(i)")
    out = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        con.execute("INSERT INTO lake.t SELECT * FROM m")
        out.append((time.perf_counter() - wall, time.process_time() - cpu))
    con.close()
    return out


def ours(classpath, folder, rows, rounds, codec):
    con = c.duck(); lake(con, folder); con.execute(f"CREATE TABLE lake.t ({COLUMNS})")
    if codec:
        con.execute(f"CALL lake.set_option('parquet_compression', '{codec}')")
    con.close()
    out = subprocess.run(["java", "-Xmx4g", "-XX:+UseSerialGC", *os.environ.get("SINK_JAVA_OPTIONS", "").split(), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classpath,
                          "org.icemelt.io.ducklake.SinkBench", f"sqlite:{folder}/lake.sqlite", f"{folder}/data/", str(rows), str(rounds)], check=True, capture_output=True, text=True).stdout
    return [(r["wall"], r["cpu"]) for r in map(json.loads, out.splitlines())]


def check(folder, rows, rounds):
    con = c.duck(); lake(con, folder)
    got = con.execute("SELECT count(*), count(DISTINCT i), sum(i), sum(v), count(*) FILTER (n = 'row-' || i) FROM lake.t").fetchone()
    want = (rows * rounds, rows, rows * (rows - 1) // 2 * rounds, rows * (rows - 1) / 4 * rounds, rows * rounds)
    con.close()
    assert got == want, (got, want)


a = argparse.ArgumentParser(); a.add_argument("classpath"); a.add_argument("--rows", type=int, default=5_000_000); a.add_argument("--rounds", type=int, default=5)
a = a.parse_args()
print(f"{a.rows} rows, {a.rounds} rounds, load {os.getloadavg()}")
rates = {}
for name, run in [("duckdb", lambda d: duckdb(d, a.rows, a.rounds)), ("ours", lambda d: ours(a.classpath, d, a.rows, a.rounds, None)),
                  ("ours, snappy", lambda d: ours(a.classpath, d, a.rows, a.rounds, "snappy"))]:
    folder = c.fresh("sink-" + name.replace(", ", "-")); (folder / "data").mkdir(exist_ok=True)
    times = run(folder); check(folder, a.rows, a.rounds)
    kept = times[2:] or times
    wall, cpu = statistics.median(t[0] for t in kept), statistics.median(t[1] for t in kept)
    rates[name] = (a.rows / wall, a.rows / cpu)
    print(f"{name:14} {wall:7.3f} s wall {cpu:7.3f} s CPU a round, {a.rows / wall / 1e6:6.2f} M rows/s, {a.rows / cpu / 1e6:6.2f} M rows a CPU second, {bytes_of(folder) / a.rounds / a.rows:5.1f} bytes a row; all rounds {[round(t[0], 2) for t in times]}")
for name in ("ours", "ours, snappy"):
    print(f"DuckDB's rate over that of {name}: {rates['duckdb'][0] / rates[name][0]:.2f} wall, {rates['duckdb'][1] / rates[name][1]:.2f} per CPU second")
