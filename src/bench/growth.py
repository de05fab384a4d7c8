"""A lake whose history grows: 100 rows and one file a snapshot, one writer, SQLite.
  growth.py CLASSPATH [--snapshots 100,1000,10000]
At each length: a commit (median of the last 50), planning a scan of everything, of the one file that a filter leaves, and at the snapshot in the middle, reading that one file; and DuckDB's
answer to the same filter and to a count of everything, on a new connection. Milliseconds. Everything is flat that the format lets be; a plan of everything names each file."""
import argparse, json, os, statistics, subprocess, time
import common as c


def timed(folder, sql, want):
    times = []
    for _ in range(3):
        con = c.duck(threads=1)
        con.execute(f"ATTACH 'ducklake:sqlite:{folder}/cat.sqlite' AS lake (READ_ONLY)")
        begun = time.perf_counter(); got = con.execute(sql).fetchone()[0]; times.append((time.perf_counter() - begun) * 1e3)
        assert got == want, (sql, got, want)
        con.close()
    return statistics.median(times)


a = argparse.ArgumentParser(); a.add_argument("classpath"); a.add_argument("--snapshots", default="100,1000,10000"); a = a.parse_args()
folder = c.fresh("growth")
with subprocess.Popen(["java", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", a.classpath, "org.icemelt.io.ducklake.GrowthBench", f"sqlite:{folder}/cat.sqlite", f"{folder}/data/",
                       *a.snapshots.split(",")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as grown:
    for line in grown.stdout:
        r = json.loads(line); n = r["snapshots"]
        r["DuckDB: one file"] = round(timed(folder, f"SELECT sum(i) FROM lake.t WHERE s = {n // 2}", 4950), 1)
        r["DuckDB: all"] = round(timed(folder, "SELECT sum(i) FROM lake.t", 4950 * n), 1)
        print(json.dumps(dict(r, load=round(os.getloadavg()[0], 1))), flush=True)
        grown.stdin.write("go\n"); grown.stdin.flush()
assert grown.returncode == 0, grown.returncode
