"""Small commits of this writer beside DuckDB's: 100 rows and one Parquet file a commit.
  commits.py CLASSPATH [--pairs 5] [--appends 100] [--warm-up 300] [--only sqlite1,sqlite4,postgres1]
In each pair ours and each of its peers run one after the other on new lakes; medians over the pairs and their ratios are printed, every run is one RESULT line.
commits.sh makes the class path and calls this. Writers are processes on both sides. Ours warm up on a lake of their own (a JVM's first commits load classes);
DuckDB's are connected and attached. Lake and table are there on both sides before the clock starts. What each side syncs to disk is asked of it and printed; ours also syncs each Parquet file and its folder, DuckDB does not."""
import argparse, json, os, pathlib, sqlite3, statistics, subprocess, time
import common as c, p4_duckdb

SETUPS = {"sqlite1": ("sqlite", 1, ["duckdb", "duckdb-wal"]), "sqlite4": ("sqlite", 4, ["duckdb", "duckdb-wal"]), "postgres1": ("postgres", 1, ["duckdb"])}
ROWS = 100


def java(classpath, main, *args, **kw):
    return subprocess.Popen(["java", "-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classpath, main, *args],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **kw)


class Postgres:
    def __init__(self, classpath):
        self.server = java(classpath, "org.icemelt.judge.PostgresServer", stderr=subprocess.DEVNULL)

    def new(self):
        self.server.stdin.write("new\n"); self.server.stdin.flush()
        return self.server.stdout.readline().strip()

    def close(self):
        self.server.stdin.close(); self.server.wait()


def ours(classpath, attach, data, warm, writers, appends, warm_up):
    ps = [java(classpath, "org.icemelt.io.ducklake.CommitBench", attach, data, str(w), str(appends), str(ROWS), *warm, str(warm_up)) for w in range(writers)]
    assert all(p.stdout.readline().strip() == "ready" for p in ps)
    t0 = time.time()
    [(p.stdin.write("go\n"), p.stdin.flush()) for p in ps]
    rs = [json.loads(p.stdout.readline()) for p in ps]
    [p.wait() for p in ps]
    return dict(wall=max(r["end"] for r in rs) - t0, commits=sum(r["ok"] for r in rs), client_retries=0, gave_up=0,
                p50_ms=statistics.median(r["p50"] for r in rs), p99_ms=max(r["p99"] for r in rs))


def durability(kind, attach):
    if kind == "sqlite":
        con = sqlite3.connect(attach.split(":", 1)[1]); mode = con.execute("PRAGMA journal_mode").fetchone()[0]; con.close()
        return f"journal_mode={mode}, synchronous=FULL (default of both sides)"
    con = c.duck("postgres_scanner"); con.execute(f"ATTACH '{attach.split(':', 1)[1]}' AS pg (TYPE postgres)")
    fsync, commit = con.execute("SELECT * FROM postgres_query('pg', 'SELECT current_setting(''fsync'') AS f, current_setting(''synchronous_commit'') AS s')").fetchone()
    return f"fsync={fsync}, synchronous_commit={commit}"


def check(attach, data, commits):
    con = p4_duckdb.connect(attach, data, False)
    rows, distinct, total = con.execute("SELECT count(n), count(DISTINCT (w, s, i, n)), sum(v) FROM lake.t").fetchone()
    con.close()
    expected = commits * ROWS
    assert (rows, distinct) == (expected, expected) and total == commits * sum(i * .5 for i in range(ROWS)), (rows, distinct, total, commits)
    return len(list(pathlib.Path(data).rglob("*.parquet")))


def main():
    a = argparse.ArgumentParser(); a.add_argument("classpath"); a.add_argument("--pairs", type=int, default=5); a.add_argument("--appends", type=int, default=100)
    a.add_argument("--warm-up", type=int, default=300); a.add_argument("--only", default=",".join(SETUPS)); a = a.parse_args()
    postgres, rates = None, {}
    for pair in range(a.pairs):
        for name in a.only.split(","):
            kind, writers, peers = SETUPS[name]
            for side in ["ours"] + peers:
                d = c.fresh(f"commits_{name}_{side}"); warm = c.fresh(f"commits_{name}_{side}_warm")
                if kind == "postgres" and postgres is None:
                    postgres = Postgres(a.classpath)
                attach = f"sqlite:{d}/cat.sqlite" if kind == "sqlite" else "postgres:" + postgres.new()
                warm_attach = f"sqlite:{warm}/cat.sqlite" if kind == "sqlite" else "postgres:" + postgres.new()
                data = f"{d}/data/"
                if side == "ours":
                    r = ours(a.classpath, attach, data, (warm_attach, f"{warm}/data/"), writers, a.appends, a.warm_up)
                else:
                    r = p4_duckdb.run(attach, data, side == "duckdb-wal", writers, a.appends, ROWS)
                files = check(attach, data, r["commits"])  # a peer's writer may give up; ours may not, and leaves no file behind
                assert side != "ours" or r["commits"] == files == writers * a.appends, (r, files)
                rate = r["commits"] / r["wall"]; rates.setdefault((name, side), []).append(rate)
                c.done(setup=name, side=side, pair=pair, commits_per_s=round(rate, 1), load=round(os.getloadavg()[0], 1), durability=durability(kind, attach),
                       **{k: round(v, 2) if isinstance(v, float) else v for k, v in r.items()})
    if postgres:
        postgres.close()
    print(f"\n{'setup':<12}{'side':<14}{'commits/s, median':>18}{'least':>8}{'most':>8}  ours is")
    for (name, side), rs in rates.items():
        mine = statistics.median(x / y for x, y in zip(rates[name, "ours"], rs))
        print(f"{name:<12}{side:<14}{statistics.median(rs):>18.1f}{min(rs):>8.1f}{max(rs):>8.1f}  {'' if side == 'ours' else f'{mine:.2f} times as fast (median of pairs)'}")


if __name__ == "__main__":
    main()
