"""Where the processor time of a `build` goes, from collapsed stacks of async-profiler: profile.py STACKS MILLIS_A_SAMPLE
Each sample counts once, for the first line of the table below that one of its frames matches; what matches none is named by its thread."""
import collections, re, sys

STEPS = [("garbage collector", "GangWorker|VM_Parallel|PSPromotion|ParallelScavenge|VM_GenCollect|DefNewGen|GenCollectedHeap"), ("compiler", "CompileBroker"),
         ("DirectRunner looking for work and timers", "QuiescenceDriver"), ("SHA-256 of the files", "Checksums"), ("inspection", r"InspectFiles\.inspect"),
         ("Parquet: texts", r"TextWriter\.write"), ("Parquet: compression", r"HadoopFreeCodecs\$Compressor"), ("Parquet: other values", r"DataFileWriter\.write"),
         ("Parquet: close of files", r"TableFileWriter\.closeFile"), ("sorting rows", r"RowOrder\.sort"), ("open files, NaN, filing rows", r"TableFileWriter|StageFn\.processElement"),
         ("rows of tables, tallies", r"RecordsToRows\.toRows"), ("harmonise", r"Harmoniser\.apply"), ("WKT", r"WktWriter\.write|SiteEncoder"), ("geodesic area", r"GeodesicArea\.of"), ("H3", r"H3Cells\.cell"),
         ("centroid", "getCentroid"), ("validity", r"GeometryRepair\.isValid"), ("repair", r"GeometryRepair\.repair"), ("coordinate checks, CRS", r"FeatureNormaliser\.normalise"),
         ("GeoJSON, GeoPackage, Shapefile to features", r"GuardedCursor\.next"), ("Beam between the steps of a row", r"OnePassFn"), ("fetch", "FetchFiles"), ("plan", "PlanDatasets"),
         ("commit", "Committer|SnapshotMaker"), ("options", "OptionsParser"), ("DuckDB's library, closing query", "OpenTheLake|DuckDBNative"), ("graph, run", r"BuildCommand\.build"), ("main, other", r"Main\.main"),
         ("DirectRunner, bundles", "runners/direct|direct-runner")]
STEPS = [(name, re.compile(pattern)) for name, pattern in STEPS]
seconds, counts = float(sys.argv[2]) / 1e3, collections.Counter()
for line in open(sys.argv[1]):
    stack, n = line.rsplit(" ", 1)
    counts[next((name for name, p in STEPS if p.search(stack)), "thread " + re.sub(r"[\[\] ].*|tid=.*", "", stack.split(";")[0].lstrip("[")))] += int(n)
total = sum(counts.values())
for name, n in counts.most_common():
    print(f"{100 * n / total:5.1f} % {n * seconds:6.2f} s  {name}")
print(f"{total * seconds:.2f} s in all, {100 * sum(n for name, n in counts.items() if not name.startswith('thread')) / total:.1f} % of it named")
