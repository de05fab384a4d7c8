"""Runs a file of SQL as a user of DuckDB's Python module would; prints each result as a JSON array.

    python run_sql.py FILE EXTENSION_DIRECTORY
"""
import json
import sys

import duckdb

con = duckdb.connect()
con.execute("SET enable_progress_bar = false")
con.execute("SET extension_directory='" + sys.argv[2].replace("'", "''") + "'")
with open(sys.argv[1], encoding="utf-8") as file:
    statements = duckdb.extract_statements(file.read())
for statement in statements:
    result = con.execute(statement)
    if [t.name for t in statement.expected_result_type] == ["QUERY_RESULT"]:
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, row)) for row in result.fetchall()]
        print(json.dumps(rows, default=str, ensure_ascii=False))
