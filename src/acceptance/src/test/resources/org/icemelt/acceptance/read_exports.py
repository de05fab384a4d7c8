"""Opens exports as their readers do and prints, as JSON, what it saw of each.

python read_exports.py FILE... ; FILE may be s3://bucket/name with S3_ENDPOINT, S3_KEY and S3_SECRET set
"""
import hashlib
import json
import os
import sys

import geopandas
import pandas
import pyarrow.fs


def open_frame(name):
    if name.endswith(".csv"):
        frame = pandas.read_csv(name)
        return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries.from_wkt(frame["geometry"]), crs=4326)
    if name.endswith(".geojson"):
        return geopandas.read_file(name)
    if name.startswith("s3://"):
        s3 = pyarrow.fs.S3FileSystem(
            endpoint_override=os.environ["S3_ENDPOINT"], scheme="http", region="us-east-1",
            access_key=os.environ["S3_KEY"], secret_key=os.environ["S3_SECRET"])
        return geopandas.read_parquet(name[len("s3://"):], filesystem=s3)
    return geopandas.read_parquet(name)


for name in sys.argv[1:]:
    frame = open_frame(name)
    key = "record_id" if "record_id" in frame else None
    seen = {"file": name, "rows": len(frame), "epsg": frame.crs.to_epsg(), "types": sorted(set(frame.geom_type.dropna()))}
    seen["bounds"] = [float(v) for v in frame.total_bounds]
    if key:
        pairs = sorted(zip(frame[key], frame.geometry.to_wkb(hex=True)))
        seen["md5"] = hashlib.md5("\n".join(k + " " + w for k, w in pairs).encode()).hexdigest()
    if "h3_index_12" in frame:
        seen["cells"] = sorted(map(str, frame["h3_index_12"]))[:3]
    if name.endswith(".parquet") and not name.startswith("s3://"):  # by the covering
        seen["in_box"] = len(geopandas.read_parquet(name, bbox=(70, 20, 80, 30)))
    print(json.dumps(seen))
