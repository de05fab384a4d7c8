#!/usr/bin/env bash
# sink.sh [OPTIONS of sink.py]: the sink alone beside DuckDB's INSERT; boxes.sh is its neighbour. Needs a Python with duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/withclasses.sh" sink.py io/ducklake "$@"
