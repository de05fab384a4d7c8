#!/usr/bin/env bash
# boxes.sh LAKE_FOLDER [OPTIONS of boxes.py]: bytes that DuckDB fetches for boxes of 1 x 1 degree, from a lake that `build` made in that folder. Needs a Python with
# duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/withclasses.sh" boxes.py src/judge "$@"
