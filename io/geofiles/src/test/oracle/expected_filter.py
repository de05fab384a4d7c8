"""What DuckDB says of each condition on the row of FeatureFilterTest.

Run from the repository's root: python io/geofiles/src/test/oracle/expected_filter.py
Needs duckdb (1.5.5 was used). Writes io/geofiles/src/test/resources/expected/filter.csv.
"""

import csv

import duckdb

ROW = """
SELECT 5::INTEGER AS n, 9007199254740993::BIGINT AS big, -0.0::DOUBLE AS x, 'it''s 50%' AS s,
  'GSPT' AS "tracker-acro", NULL::VARCHAR AS none, true AS t, DATE '2016-06-01' AS d,
  TIMESTAMP '2016-06-01 12:30:00' AS ts
"""

CONDITIONS = """
n = 5
n <> 5
n != 6
n < 5
n <= 5
n > 4.5
n >= 5.0
n = 5e0
N = 5
n = '5'
'5' = n
5 < n
n > -1
n = +5
big = 9007199254740993
big = 9007199254740992
big > 9007199254740992
x = 0
x < 0
x >= 0
"tracker-acro" = 'GSPT'
"tracker-acro" = 'gspt'
"tracker-acro" <> 'GSPT'
s = 'it''s 50%'
s > 'it'
s < 'it'
none = 'a'
none <> 'a'
none = none
none = NULL
NOT none = 'a'
none IS NULL
none IS NOT NULL
n IS NULL
n IS NOT NULL
NOT n IS NULL
none = 'a' OR n = 5
none = 'a' OR n = 6
none = 'a' AND n = 5
NOT (none = 'a' AND n = 6)
NOT (none = 'a' AND n = 5)
NOT (none = 'a' OR n = 6)
n = 5 OR n = 6 AND n = 7
(n = 5 OR n = 6) AND n = 7
NOT n = 6 AND n = 5
NOT NOT n = 5
n IN (4, 5)
n IN (4, 6)
n IN (4, NULL)
n NOT IN (4, 6)
n NOT IN (4, NULL)
n NOT IN (5, NULL)
none IN ('a')
none NOT IN ('a')
"tracker-acro" IN ('GSPT', 'GGPT')
n BETWEEN 5 AND 6
n BETWEEN 6 AND 7
n NOT BETWEEN 6 AND 7
none BETWEEN 'a' AND 'b'
n BETWEEN 4 AND 5 AND x = 0
s LIKE 'it%'
s LIKE '%50_'
s LIKE '%s%0%'
s LIKE 'it'
s LIKE '_t%'
s LIKE '%'
s LIKE ''
s NOT LIKE 'x%'
none LIKE '%'
none NOT LIKE '%'
t = TRUE
t = FALSE
t <> false
t = 'true'
d = '2016-06-01'
d >= '2016-01-01'
d < '2016-06-02' AND d > '2016-05-31'
ts = '2016-06-01 12:30:00'
ts > '2016-06-01'
ts < d
ts >= d
n = n
n < big
"n" = 5
TRUE = TRUE
NULL IS NULL
1 = 1
""".strip().splitlines()


def main():
    con = duckdb.connect()
    with open("io/geofiles/src/test/resources/expected/filter.csv", "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["where", "matches"])
        for condition in CONDITIONS:
            (count,) = con.execute(f"SELECT count(*) FROM ({ROW}) WHERE {condition}").fetchone()
            out.writerow([condition, str(count == 1).lower()])


if __name__ == "__main__":
    main()
