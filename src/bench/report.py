#!/usr/bin/env python3
"""Time the report's map in the system's Chromium, without a GPU: page size, first contentful paint, map drawn, pan steps.

  python report.py REPORT.html [--steps 40]

Speaks WebDriver to chromedriver by itself; needs nothing but Python, chromium and chromedriver.
"""
import argparse, json, os, pathlib, socket, statistics, subprocess, time, urllib.request

OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,1100"]

# each step moves the map by a third of its width, and waits until the frame with it is painted
PAN = """
const [steps, done] = arguments;
const map = siteMap.map, times = [];
const step = async k => {
  if (k === steps) return done(times);
  const start = performance.now();
  map.panBy([k % 8 < 4 ? 400 : -400, 0], {animate: false});
  requestAnimationFrame(() => { const channel = new MessageChannel();
    channel.port1.onmessage = () => { times.push(performance.now() - start); step(k + 1); };
    channel.port2.postMessage(0); });
};
step(0);
"""


def call(base, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)["value"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=40)
    given = parser.parse_args()
    if not given.report.is_file():
        parser.error(f"there is no file {given.report}: make it with build --report={given.report}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(
        [os.environ.get("CHROMEDRIVER", "chromedriver"), f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                if call(base, "GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.1)
        session = call(base, "POST", "/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {
            "args": OPTIONS, **({"binary": os.environ["CHROMIUM"]} if "CHROMIUM" in os.environ else {})}}}})
        at = "/session/" + session["sessionId"]
        call(base, "POST", at + "/timeouts", {"script": 300_000, "pageLoad": 300_000})
        cdp = lambda command, **parameters: call(base, "POST", at + "/goog/cdp/execute", {"cmd": command, "params": parameters})
        cdp("Performance.enable", timeDomain="threadTicks")
        call(base, "POST", at + "/url", {"url": given.report.resolve().as_uri()})
        run = lambda script, *args: call(base, "POST", at + "/execute/async", {"script": script, "args": list(args)})
        run("const done = arguments[0]; const look = () => window.siteMap ? done(true) : setTimeout(look, 20); look();")
        paint, drawn, sites = run(
            "arguments[0]([performance.getEntriesByName('first-contentful-paint')[0].startTime,"
            " performance.getEntriesByName('map-drawn')[0].startTime,"
            " JSON.parse(document.getElementById('sites').textContent).rows])")
        metrics = {m["name"]: m["value"] for m in cdp("Performance.getMetrics")["metrics"]}
        print(f"{given.report}: {sites:,} sites, {given.report.stat().st_size / 1e6:.1f} MB")
        print(f"first contentful paint {paint / 1000:.2f} s, map drawn {drawn / 1000:.2f} s after the page was asked for;"
              f" processor time of the page's thread until then {metrics['ThreadTime']:.2f} s")
        for zoom, lon, lat in ((2, 0, 20), (5, -2, 54), (10, -1.5, 52.5)):
            run("siteMap.map.setView([arguments[1], arguments[0]], arguments[2]); arguments[3]()", lon, lat, zoom)
            times = run(PAN, given.steps)
            print(f"pan at zoom {zoom}: {len(times)} steps, median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
        call(base, "DELETE", at)
    finally:
        driver.terminate()
        driver.wait()


if __name__ == "__main__":
    main()
