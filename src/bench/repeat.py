"""One large GeoJSON: the features of another over and over.
  repeat.py FROM.geojson FEATURES TO.geojson
FROM has a feature a line, as make_pv_443917.py writes it; rows that come again differ in their number in the file alone.
TO's folder gets a manifest.json with it as its only dataset."""
import json, sys
from pathlib import Path

source, count, target = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
lines = [l.strip().rstrip(",") for l in source.open() if l.lstrip().startswith('{ "type": "Feature"')]
target.parent.mkdir(parents=True, exist_ok=True)
with target.open("w") as out:
    out.write('{ "type": "FeatureCollection", "features": [\n')
    for done in range(0, count, len(lines)):
        out.write((",\n" if done else "") + ",\n".join(lines[: count - done]))
    out.write("\n] }\n")
(target.parent / "manifest.json").write_text(json.dumps({"big": {"repo": "local", "path": target.name, "doi": "bench"}}))
