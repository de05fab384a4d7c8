"""Writes rows to a lake from Beam Python: python write_sites.py JAR CATALOG DATA_PATH."""

import logging
import sys
from typing import NamedTuple
from typing import Optional

import apache_beam as beam
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.transforms.external import JavaJarExpansionService
from apache_beam.transforms.external import SchemaAwareExternalTransform


class Site(NamedTuple):
  country: str
  id: int
  name: Optional[str]
  capacity_mw: Optional[float]


beam.coders.registry.register_coder(Site, beam.coders.RowCoder)


def main(jar, catalog, data_path):
  with beam.Pipeline(runner=FnApiRunner()) as pipeline:
    sites = (
        pipeline
        | beam.Create([
            Site('IN', 1, 'Bhadla', 2245.0),
            Site('DE', 2, None, 0.5),
            Site('IN', 3, 'Pavagada – சூரியன்', None),
        ]).with_output_types(Site))
    _ = (
        sites
        | SchemaAwareExternalTransform(
            identifier='beam:schematransform:org.icemelt:ducklake_write:v1',
            expansion_service=JavaJarExpansionService(jar),
            rearrange_based_on_discovery=True,
            catalog=catalog,
            data_path=data_path,
            table='solar.sites',
            partition_by=['country'],
            author='python'))


if __name__ == '__main__':
  logging.getLogger().setLevel(logging.INFO)
  main(*sys.argv[1:])
