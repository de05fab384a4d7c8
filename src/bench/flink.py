"""Runs of `build` on a Flink cluster of its own, see flink.sh."""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "runner-configs/flink-cluster"
WORK = ROOT / "target/bench/flink"
TICK = os.sysconf("SC_CLK_TCK")
SPLIT_MB = 8


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


class Cluster:
    """A JobManager and two TaskManagers, each a process of its own; settings are words for `start`."""

    def __init__(self, *settings):
        self.settings = settings

    def __enter__(self):
        self.run = WORK / "cluster"
        shutil.rmtree(self.run, ignore_errors=True)
        self.env = dict(os.environ, FLINK_RUN_DIR=str(self.run), FLINK_REST_PORT=free_port(), FLINK_RPC_PORT=free_port())
        try:
            self.repair()
        except subprocess.CalledProcessError:
            self.script("stop")
            raise
        return self

    def __exit__(self, *_):
        self.script("stop")

    def script(self, name, *arguments):
        subprocess.run([str(SCRIPTS / name), *arguments], env=self.env, check=True, stdout=subprocess.DEVNULL)

    def repair(self):
        self.script("start", "--task-managers", "2", *self.settings)

    def rest(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.env['FLINK_REST_PORT']}{path}", timeout=30) as answer:
            return json.load(answer)

    def pids(self):
        return {p.stem: int(p.read_text()) for p in self.run.glob("*.pid")}

    def cpu_seconds(self):
        total = 0
        for pid in self.pids().values():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def peak_mib(self):
        """Of each TaskManager, since it was started."""
        peaks = {}
        for name, pid in self.pids().items():
            if name.startswith("taskmanager"):
                peaks[name] = int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024
        return peaks

    def task_heap_mib(self):
        worker = self.rest("/taskmanagers")["taskmanagers"][0]["id"]
        return self.rest(f"/taskmanagers/{worker}")["memoryConfiguration"]["taskHeap"] / 2**20

    def build(self, name, manifest, features, *options):
        """Runs it to its end; wall and CPU seconds of all processes, seconds of the job."""
        before, children = self.cpu_seconds(), os.times()
        start = time.perf_counter()
        with self.begin(name, manifest, *options) as client:
            job = self.end(name, client, features)
        wall = time.perf_counter() - start
        after = os.times()
        cpu = self.cpu_seconds() - before + after.children_user - children.children_user + after.children_system - children.children_system
        return wall, cpu, job["duration"] / 1000

    def begin(self, name, manifest, *options):
        folder = WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = [str(SCRIPTS / "submit"), f"--manifest={manifest}", f"--dataPath={folder}/lake/", f"--splitMb={SPLIT_MB}",
                   "--layers=raw,staging", "--exportGeoparquet=false", f"--runId={name}", *options]
        with open(folder / "out.txt", "w") as out:
            return subprocess.Popen(command, cwd=folder, env=self.env, stdout=out, stderr=subprocess.STDOUT)

    def end(self, name, client, features):
        """The job, once its client has ended well and with all features."""
        out = WORK / name / "out.txt"
        if client.wait() != 0:
            sys.exit(f"{name}: the client ended with {client.returncode}, see {out}")
        job = self.job(name)
        if job["state"] != "FINISHED":
            sys.exit(f"{name}: the job is {job['state']}")
        stored = re.search(r"^ *farms +(\d+) +(\d+) ", out.read_text(), re.M)
        if not stored or int(stored[1]) != features or int(stored[2]) != features:
            sys.exit(f"{name}: not all of {features} features were stored, see {out}")
        return job

    def job(self, name):
        return next((j for j in self.rest("/jobs/overview")["jobs"] if j["name"] == f"icemelt-build-{name}"), None)

    def readers(self, job):
        """TaskManagers on which the reading step is at work."""
        for vertex in self.rest(f"/jobs/{job['jid']}")["vertices"]:
            if "(FeaturesToFiles/ReadFeatures/ReadEach)" in vertex["name"]:
                subtasks = self.rest(f"/jobs/{job['jid']}/vertices/{vertex['id']}")["subtasks"]
                return [t["taskmanager-id"] for t in subtasks if t["status"] == "RUNNING"]
        return []

    def failures(self, job):
        """How many failures the job went on after."""
        return len(self.rest(f"/jobs/{job['jid']}/exceptions?maxExceptions=100")["exceptionHistory"]["entries"])



def manifest(features):
    """Squares on a grid, in one GeoJSON."""
    folder = WORK / f"sources-{features}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "farms.geojson"
    if not file.exists():
        with open(file, "w") as out:
            out.write('{"type": "FeatureCollection", "features": [\n')
            for i in range(features):
                x, y = i % 3000 * 0.01, 30 + i // 3000 * 0.01
                ring = ", ".join(f"[{a:.3f}, {b:.3f}]" for a, b in
                                 ((x, y), (x + 0.004, y), (x + 0.004, y + 0.004), (x, y + 0.004), (x, y)))
                out.write(f'{"," if i else ""}{{"type": "Feature", "properties": {{"id": {i}, "name": "farm {i}", "capacity_mw": {i / 4}}}, '
                          f'"geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}\n')
            out.write("]}\n")
    path = folder / "manifest.json"
    path.write_text(json.dumps({"farms": {"repo": "local", "path": "farms.geojson", "max_mb": 5000}}))
    return path


def compare(features, pairs, variants):
    """Runs the variants in turn; the first round warms the workers up and is not counted."""
    source = manifest(features)
    seen = {name: [] for name in variants}
    with Cluster() as cluster:
        for i in range(pairs + 1):
            for name, options in variants.items():
                wall, cpu, job = cluster.build(f"{name}-{i}", source, features, *options)
                print(f"{'warm-up' if i == 0 else f'round {i}'} {name}: {wall:.1f} s wall, {cpu:.1f} s CPU, job {job:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
                if i:
                    seen[name].append((wall, cpu, job))
    print(f"\n| {features} features, medians of {pairs} | wall s | job s | CPU s of all processes |\n|---|---|---|---|")
    for name, runs in seen.items():
        print(f"| {name} | {median(r[0] for r in runs):.1f} | {median(r[2] for r in runs):.1f} | {median(r[1] for r in runs):.1f} |")
    return seen


def scaling(a):
    seen = compare(a.features, a.pairs, {f"parallelism-{n}": [f"--parallelism={n}"] for n in (1, 2)})
    ratios = [one[2] / two[2] for one, two in zip(seen["parallelism-1"], seen["parallelism-2"])]
    print(f"\njob time at parallelism 1 / at 2, pair by pair: {', '.join(f'{r:.2f}' for r in ratios)}; median {median(ratios):.2f}")


def memory(a):
    rows = []
    for features in a.sizes:
        source = manifest(features)
        with Cluster() as cluster:
            heap = cluster.task_heap_mib()
            wall, cpu, job = cluster.build(f"memory-{features}", source, features)
            peaks = cluster.peak_mib()
        rows.append((features, wall, cpu, heap, peaks))
        print(f"{features} features: {wall:.1f} s wall, {cpu:.1f} s CPU, FINISHED, task heap {heap:.0f} MiB, peak resident "
              + ", ".join(f"{n} {p:.0f} MiB" for n, p in sorted(peaks.items())), flush=True)
    first, last = max(rows[0][4].values()), max(rows[-1][4].values())
    print(f"largest peak at {rows[-1][0]} / at {rows[0][0]}: {last / first:.2f}; goal <= 1.20, and each below {1.6 * 1024:.0f} MiB")


def settings(a):
    compare(a.features, a.pairs, {
        f"reuse-{r}-faster-{f}": [f"--objectReuse={r}", f"--fasterCopy={f}"]
        for r, f in (("true", "true"), ("false", "true"), ("true", "false"), ("false", "false"))})


def jar(a):
    compare(a.features, a.pairs, {"jar-beside-flink": [], "jar-sent": [f"--filesToStage={ROOT}/pipelines/target/icemelt.jar"]})


def fixed(seconds):
    return ["-Drestart-strategy.type=fixed-delay", "-Drestart-strategy.fixed-delay.attempts=20", f"-Drestart-strategy.fixed-delay.delay={seconds} s"]


EXPONENTIAL = ["-Drestart-strategy.type=exponential-delay", "-Drestart-strategy.exponential-delay.initial-backoff=1 s",
               "-Drestart-strategy.exponential-delay.backoff-multiplier=2.0", "-Drestart-strategy.exponential-delay.max-backoff=10 s"]
RATE = ["-Drestart-strategy.type=failure-rate", "-Drestart-strategy.failure-rate.max-failures-per-interval=20",
        "-Drestart-strategy.failure-rate.failure-rate-interval=1 min", "-Drestart-strategy.failure-rate.delay=1 s"]
RESTARTS = [(2000, "exponential-delay, 1 to 10 s", EXPONENTIAL), (2000, "fixed-delay, 1 s", fixed(1)), (2000, "fixed-delay, 5 s", fixed(5)),
            (2000, "failure-rate, 1 s", RATE), (500, "exponential-delay, 1 to 10 s", EXPONENTIAL), (500, "fixed-delay, 1 s", fixed(1))]


def restarts(a):
    """A reading TaskManager is killed: from there to FINISHED on the one that is left, and the restarts it took."""
    source = manifest(a.features)
    seen = [[] for _ in RESTARTS]
    for i in range(a.pairs):
        for n, (beat, strategy, words) in enumerate(RESTARTS):
            with Cluster(*words, f"-Dheartbeat.interval={beat}", "-Dweb.refresh-interval=200") as cluster:
                seen[n].append(killed(cluster, f"restarts-{i}-{n}", source, a.features))
            print(f"round {i + 1}, heartbeat {beat} ms, {strategy}: {seen[n][-1][0]:.1f} s, {seen[n][-1][1]} restarts, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"\n| heartbeat ms | strategy | s from the kill to FINISHED: median (all) | restarts |\n|---|---|---|---|")
    for (beat, strategy, _), runs in zip(RESTARTS, seen):
        print(f"| {beat} | {strategy} | {median(s for s, _ in runs):.1f} ({', '.join(f'{s:.1f}' for s, _ in runs)}) | {', '.join(str(n) for _, n in runs)} |")


def killed(cluster, name, source, features):
    with cluster.begin(name, source) as client:
        job, readers = None, []
        while not readers:
            if client.poll() is not None:
                sys.exit(f"{name}: ended before the kill, see {WORK}/{name}/out.txt")
            try:
                job = job or cluster.job(name)
                readers = cluster.readers(job) if job else []
            except urllib.error.HTTPError:
                continue  # the JobManager is still making the job
        os.kill(cluster.pids()[readers[0]], signal.SIGKILL)
        at = time.time()
        ended = cluster.end(name, client, features)
    restarts = cluster.failures(job)
    if not restarts:
        sys.exit(f"{name}: the kill came too late, the job did not begin anew")
    return ended["end-time"] / 1000 - at, restarts


def main():
    parser = argparse.ArgumentParser()
    words = parser.add_subparsers(required=True)
    for name, run, features, pairs in (("scaling", scaling, 500_000, 5), ("settings", settings, 100_000, 3), ("jar", jar, 1_000, 3)):
        word = words.add_parser(name)
        word.add_argument("--features", type=int, default=features)
        word.add_argument("--pairs", type=int, default=pairs)
        word.set_defaults(run=run)
    word = words.add_parser("restarts")
    word.add_argument("--features", type=int, default=100_000)
    word.add_argument("--pairs", type=int, default=3)
    word.set_defaults(run=restarts)
    word = words.add_parser("memory")
    word.add_argument("--features", dest="sizes", type=lambda text: [int(n) for n in text.split(",")], default=[500_000, 5_000_000])
    word.set_defaults(run=memory)
    arguments = parser.parse_args()
    arguments.run(arguments)


main()
