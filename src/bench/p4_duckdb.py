"""The peer of commits.py: WRITERS processes of DuckDB, each with one connection, each APPENDS autocommit INSERTs of ROWS rows into one lake, one Parquet
file a commit. DuckDB's own retry stays at its default (ducklake_max_retry_count=10); an exception that still comes up is counted and tried again, at most 50 times."""
import collections, multiprocessing as mp, time
import common as c


def connect(attach, data, wal):
    con = c.duck("postgres_scanner", threads=1)
    opt = f"DATA_PATH '{data}', DATA_INLINING_ROW_LIMIT 0"
    if wal:
        opt += ", META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 30000"
    con.execute(f"ATTACH 'ducklake:{attach}' AS lake ({opt})")
    return con


def writer(attach, data, wal, w, appends, rows, q, gate):
    errors, lat, ok, gave_up, retries = collections.Counter(), [], 0, 0, 0
    for _ in range(50):
        try:
            con = connect(attach, data, wal); break
        except Exception as e:
            errors[f"ATTACH {type(e).__name__}"] += 1; time.sleep(0.05)
    gate.wait()
    for s in range(appends):
        t = time.perf_counter()
        for _ in range(50):
            try:
                con.execute(f"INSERT INTO lake.t SELECT {w}, {s}, i, i * 0.5, 'row-' || i FROM range({rows}) r(i)"); ok += 1; break
            except Exception as e:
                errors[" ".join(str(e).split())[-60:]] += 1; retries += 1; time.sleep(0.02)
        else:
            gave_up += 1
        lat.append(time.perf_counter() - t)
    q.put(dict(ok=ok, gave_up=gave_up, client_retries=retries, errors=dict(errors), lat=lat, end=time.time()))


def run(attach, data, wal, writers, appends, rows):
    con = connect(attach, data, wal); con.execute("CREATE TABLE lake.t (w INTEGER, s INTEGER, i BIGINT, v DOUBLE, n VARCHAR)"); con.close()
    q, gate = mp.Queue(), mp.Barrier(writers + 1)
    ps = [mp.Process(target=writer, args=(attach, data, wal, w, appends, rows, q, gate)) for w in range(writers)]
    [p.start() for p in ps]; gate.wait(); t0 = time.time()
    rs = [q.get(timeout=600) for _ in ps]; [p.join() for p in ps]
    lat = sorted(x for r in rs for x in r["lat"])
    return dict(wall=max(r["end"] for r in rs) - t0, commits=sum(r["ok"] for r in rs), client_retries=sum(r["client_retries"] for r in rs),
                gave_up=sum(r["gave_up"] for r in rs), p50_ms=round(lat[len(lat) // 2] * 1e3, 1), p99_ms=round(lat[int(len(lat) * .99)] * 1e3, 1))
