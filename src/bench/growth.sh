#!/usr/bin/env bash
# growth.sh [OPTIONS of growth.py]: commits, plans and reads of a lake of 100, 1,000 and 10,000 snapshots. Needs a Python with duckdb 1.5.5 (PYTHON); DUCKDB_EXT as in common.py.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/withclasses.sh" growth.py io/ducklake "$@"
