#!/usr/bin/env python3
# The audit that every lake written by a test must pass; LakeAudit runs it. It knows the DuckLake 1.0
# catalog by its specification and by what DuckDB's extension 1.5.5 writes, and shares no code with
# the writer it judges.
"""Audit a DuckLake (format 1.0) from the outside, then let DuckDB's own extension judge a copy of it.

    check_lake.py CATALOG [--schema NAME] [--no-trial] [--strict] [--max-trial N] [--exact-stats] [--sound FOLDER]
    check_lake.py --serve

CATALOG   sqlite:/x/cat.sqlite | duckdb:/x/meta.ducklake | postgres:host=.. dbname=.. | a bare path
          (a leading "ducklake:" is allowed; bare paths are told apart by their magic bytes).
Env       DUCKDB_EXTENSIONS_DIR  folder searched recursively for NAME.duckdb_extension files
                                 (unset: plain LOAD NAME).
Output    one line per fault ("CODE: detail") and exit 1, or "OK ..." and exit 0.  Lines that start
          with "note:" are not faults.  Never writes to the lake under test: the write trial runs on
          a copied catalog (for PostgreSQL: a scratch schema, dropped afterwards) over a temporary
          folder of symbolic links to the data files.
--sound   keeps the digest of every lake found sound in FOLDER, as the name of an empty file: of all bytes of the
          catalog, of the data and of this script.  A lake of the same bytes is not audited again: "OK sound before".
--serve   audits one lake after another and pays for the modules and extensions once: each line of standard
          input is a folder, from which relative paths count, and the arguments, all URL-encoded and parted
          by spaces.  The answer is the output above, then a line "exit N"; lines that start with "error:"
          say why a lake could not be audited.
--strict  also reports habits that DuckDB tolerates but never has itself (gaps in snapshot ids, ...).
Needs the standard library and the duckdb module only.
"""
import argparse, collections, glob, hashlib, json, os, re, shutil, sqlite3, sys, tempfile, traceback, urllib.parse
import duckdb

# --- what a 1.0 catalog must look like (the extension inserts by position: order and count matter) ---
LAYOUT = {
 'metadata': 'key value scope scope_id',
 'snapshot': 'snapshot_id snapshot_time schema_version next_catalog_id next_file_id',
 'snapshot_changes': 'snapshot_id changes_made author commit_message commit_extra_info',
 'schema': 'schema_id schema_uuid begin_snapshot end_snapshot schema_name path path_is_relative',
 'table': 'table_id table_uuid begin_snapshot end_snapshot schema_id table_name path path_is_relative',
 'view': 'view_id view_uuid begin_snapshot end_snapshot schema_id view_name dialect sql column_aliases',
 'tag': 'object_id begin_snapshot end_snapshot key value',
 'column_tag': 'table_id column_id begin_snapshot end_snapshot key value',
 'data_file': 'data_file_id table_id begin_snapshot end_snapshot file_order path path_is_relative file_format '
              'record_count file_size_bytes footer_size row_id_start partition_id encryption_key mapping_id partial_max',
 'file_column_stats': 'data_file_id table_id column_id column_size_bytes value_count null_count min_value max_value '
                      'contains_nan extra_stats',
 'file_variant_stats': 'data_file_id table_id column_id variant_path shredded_type column_size_bytes value_count '
                       'null_count min_value max_value contains_nan extra_stats',
 'delete_file': 'delete_file_id table_id begin_snapshot end_snapshot data_file_id path path_is_relative format '
                'delete_count file_size_bytes footer_size encryption_key partial_max',
 'column': 'column_id begin_snapshot end_snapshot table_id column_order column_name column_type initial_default '
           'default_value nulls_allowed parent_column default_value_type default_value_dialect',
 'table_stats': 'table_id record_count next_row_id file_size_bytes',
 'table_column_stats': 'table_id column_id contains_null contains_nan min_value max_value extra_stats',
 'partition_info': 'partition_id table_id begin_snapshot end_snapshot',
 'partition_column': 'partition_id table_id partition_key_index column_id transform',
 'file_partition_value': 'data_file_id table_id partition_key_index partition_value',
 'files_scheduled_for_deletion': 'data_file_id path path_is_relative schedule_start',
 'inlined_data_tables': 'table_id table_name schema_version',
 'column_mapping': 'mapping_id table_id type',
 'name_mapping': 'mapping_id column_id source_name target_field_id parent_column is_partition',
 'schema_versions': 'begin_snapshot schema_version table_id',
 'macro': 'schema_id macro_id macro_name begin_snapshot end_snapshot',
 'macro_impl': 'macro_id impl_id dialect sql type',
 'macro_parameters': 'macro_id impl_id column_id parameter_name parameter_type default_value default_value_type',
 'sort_info': 'sort_id table_id begin_snapshot end_snapshot',
 'sort_expression': 'sort_id table_id sort_key_index expression dialect sort_direction null_order',
}
NEWER = {'1.1-dev1': {'data_file': 'row_group_count', 'delete_file': 'row_group_count'}}
SCALARS = set('boolean int8 int16 int32 int64 int128 uint8 uint16 uint32 uint64 uint128 float32 float64 time time_ns '
              'date timestamp timestamp_us timestamp_ms timestamp_ns timestamp_s timestamptz timetz interval varchar '
              'blob uuid json variant geometry'.split())
NESTED = {'struct', 'list', 'map'}
SQLTYPE = dict(boolean='BOOLEAN', int8='TINYINT', int16='SMALLINT', int32='INTEGER', int64='BIGINT', uint8='UTINYINT',
               uint16='USMALLINT', uint32='UINTEGER', uint64='UBIGINT', float32='FLOAT', float64='DOUBLE', time='TIME',
               date='DATE', timestamp='TIMESTAMP', timestamp_us='TIMESTAMP', timestamp_ms='TIMESTAMP_MS',
               timestamp_ns='TIMESTAMP_NS', timestamp_s='TIMESTAMP_S', timestamptz='TIMESTAMPTZ', varchar='VARCHAR',
               json='VARCHAR', uuid='UUID')
# physical types DuckDB is known to read back faithfully into a column of this type
PHYSICAL = dict(boolean={'BOOLEAN'}, int8={'INT32'}, int16={'INT32'}, int32={'INT32'}, int64={'INT64', 'INT32'},
                uint8={'INT32'}, uint16={'INT32'}, uint32={'INT32', 'INT64'}, uint64={'INT64', 'INT32'},
                int128={'DOUBLE', 'FIXED_LEN_BYTE_ARRAY', 'INT64', 'INT32'},
                uint128={'DOUBLE', 'FIXED_LEN_BYTE_ARRAY', 'INT64', 'INT32'}, float32={'FLOAT'},
                float64={'DOUBLE', 'FLOAT'}, time={'INT64', 'INT32'}, timetz={'INT64'}, date={'INT32'},
                timestamp={'INT64', 'INT96'}, timestamp_us={'INT64', 'INT96'}, timestamp_ms={'INT64'},
                timestamp_ns={'INT64', 'INT96'}, timestamp_s={'INT64'}, timestamptz={'INT64', 'INT96'},
                interval={'FIXED_LEN_BYTE_ARRAY'}, varchar={'BYTE_ARRAY'}, json={'BYTE_ARRAY'}, blob={'BYTE_ARRAY'},
                uuid={'FIXED_LEN_BYTE_ARRAY', 'BYTE_ARRAY'}, geometry={'BYTE_ARRAY'})
ID_CHANGES = set('dropped_schema dropped_table dropped_view dropped_scalar_macro dropped_table_macro '
                 'inserted_into_table deleted_from_table altered_table altered_view inlined_insert inlined_delete '
                 'inline_flush flushed_inlined compacted_table merge_adjacent rewrite_delete'.split())
NAME_CHANGES = {'created_schema': 1, 'created_table': 2, 'created_view': 2, 'created_scalar_macro': 2,
                'created_table_macro': 2}
SCHEMA_CHANGES = ('created_', 'dropped_', 'altered_')
ROWID_COL, SNAP_COL = '_ducklake_internal_row_id', '_ducklake_internal_snapshot_id'

faults, notes = [], []
def fault(code, msg): faults.append(f'{code}: {msg}'.replace('\n', ' '))
def note(msg): notes.append('note: ' + msg.replace('\n', ' '))
def lit(s): return '(' + " || chr(0) || ".join("'" + t.replace("'", "''") + "'" for t in str(s).split('\0')) + ')' if '\0' in str(s) else "'" + str(s).replace("'", "''") + "'"
def ident(s): return '"' + str(s).replace('"', '""') + '"'
def short(e): return str(e).split('\n\nStack')[0].split('\n\nLINE')[0].strip().replace('\n', ' ')[:300]
def remote(p): return '://' in p

def parse_changes(text):
    """-> list of (kind, value); raises ValueError where the extension's own parser would."""
    out, pos, text = [], 0, text or ''
    while pos < len(text):
        colon = text.find(':', pos)
        if colon < 0: raise ValueError('no colon after change type')
        kind, pos, start, quoted = text[pos:colon].lower(), colon + 1, colon + 1, False
        while pos < len(text) and (quoted or text[pos] != ','):
            quoted ^= text[pos] == '"'; pos += 1
        val = text[start:pos]
        if kind in ID_CHANGES:
            if not re.fullmatch(r'\d+', val): raise ValueError(f'{kind} wants a bare id, found {val!r}')
            out.append((kind, int(val)))
        elif kind in NAME_CHANGES:
            q = r'"((?:[^"]|"")*)"'
            m = re.fullmatch(q if NAME_CHANGES[kind] == 1 else q + r'\.' + q, val)
            if not m: raise ValueError(f'{kind} wants quoted name(s), found {val!r}')
            out.append((kind, tuple(g.replace('""', '"') for g in m.groups())))
        else:
            raise ValueError(f'unknown change type {kind!r}')
        pos += 1
    return out

def connect():
    con = duckdb.connect(config={'allow_unsigned_extensions': 'true'})
    con.execute('SET enable_progress_bar = false')  # it would stand among the faults of a busy machine
    con.execute('SET threads=2'); con.execute('SET enable_external_file_cache=false')
    return con

def load(con, name, must=True):
    base = os.environ.get('DUCKDB_EXTENSIONS_DIR')
    try:
        if base:
            hit = glob.glob(os.path.join(base, '**', name + '.duckdb_extension'), recursive=True)
            if not hit: raise RuntimeError(f'{name}.duckdb_extension not under {base}')
            con.execute('LOAD ' + lit(sorted(hit)[-1]))
        else:
            con.execute('LOAD ' + name)
        return True
    except Exception as e:
        if must: raise SystemExit(f'EXTENSION: cannot load {name}: {short(e)}')
        return False

class Session:
    """A connection with spatial, if it is to be had, and other extensions; a sound lake's audit hands it on to the next."""
    spare = {}
    def __init__(self, *names, handed_on=True):
        self.names, self.handed_on, self.attached = names, handed_on, None
        self.con, self.spatial = Session.spare.pop(names, None) if handed_on and names in Session.spare else self.new()
    def new(self):
        con = connect()
        for n in self.names: load(con, n)
        return con, load(con, 'spatial', must=False)
    def close(self):
        if self.handed_on and not faults:
            for r in self.con.execute('select table_name from duckdb_tables() where temporary').fetchall(): self.con.execute('drop table ' + ident(r[0]))
            if self.attached: self.con.execute('detach ' + self.attached)
            Session.spare[self.names] = self.con, self.spatial
        else: self.con.close()

class Catalog:
    """Reads the catalog database behind a lake without the ducklake extension."""
    def __init__(self, spec, schema):
        if spec.startswith('ducklake:'): spec = spec[9:]
        m = re.match(r'(sqlite|duckdb|postgres(?:ql)?):(.*)$', spec, re.S)
        if m: self.kind, self.where = m.group(1).replace('postgresql', 'postgres'), m.group(2)
        else:
            self.where = spec
            if not os.path.isfile(spec): raise SystemExit(f'CATALOG: {spec} does not exist')
            with open(spec, 'rb') as f: head = f.read(16)
            self.kind = 'sqlite' if head.startswith(b'SQLite format 3') else 'duckdb'
        self.schema = schema or ('public' if self.kind == 'postgres' else 'main')
        if self.kind != 'postgres' and not os.path.exists(self.where):
            raise SystemExit(f'CATALOG: {self.where} does not exist')
        self.con = None
        if self.kind == 'sqlite':
            self.db = sqlite3.connect(f'file:{self.where}?mode=ro', uri=True); self.db.row_factory = sqlite3.Row
        else:
            self.con = connect()
            if self.kind == 'postgres': load(self.con, 'postgres_scanner')
            self.con.execute(f"ATTACH {lit(self.where)} AS m ({'TYPE postgres, ' if self.kind == 'postgres' else ''}READ_ONLY)")
    def tables(self):
        if self.kind == 'sqlite':
            return {r[0] for r in self.db.execute("select name from sqlite_master where type in ('table','view')")}
        return {r[0] for r in self.con.execute("select table_name from information_schema.tables where "
                f"table_catalog='m' and table_schema={lit(self.schema)}").fetchall()}
    def columns(self, table):
        if self.kind == 'sqlite': return [r[1] for r in self.db.execute(f'pragma table_info({ident(table)})')]
        return [r[0] for r in self.con.execute(f'describe m.{ident(self.schema)}.{ident(table)}').fetchall()]
    def rows(self, table):
        if self.kind == 'sqlite': return [dict(r) for r in self.db.execute(f'select * from {ident(table)}')]
        cur = self.con.execute(f'select * from m.{ident(self.schema)}.{ident(table)}'
                               if table not in ('ducklake_snapshot', 'ducklake_files_scheduled_for_deletion') else
                               f"select * replace ({'snapshot_time' if 'snap' in table else 'schedule_start'}::varchar as "
                               f"{'snapshot_time' if 'snap' in table else 'schedule_start'}) from m.{ident(self.schema)}.{ident(table)}")
        names = [d[0] for d in cur.description]
        return [dict(zip(names, r)) for r in cur.fetchall()]
    def close(self):
        (self.db if self.kind == 'sqlite' else self.con).close()

class Node:
    def __init__(self, r): self.name, self.phys, self.rep, self.n, self.conv, self.fid, self.logical = r; self.kids = []
def parquet_tree(con, path):
    rows = con.execute('select name,type,repetition_type,coalesce(num_children,0),converted_type,field_id,logical_type '
                       f'from parquet_schema({lit(path)})').fetchall()
    it = iter(rows)
    def build():
        n = Node(next(it))
        for _ in range(n.n): n.kids.append(build())
        return n
    return build()

class Lake:
    def __init__(self, cat, opt):
        self.cat, self.opt, self.session = cat, opt, Session()
        self.con, self.spatial = self.session.con, self.session.spatial
    def close(self): self.cat.close(); self.session.close()

    # ------------------------------------------------------------------ catalog only
    def load(self):
        have = self.cat.tables(); T = self.T = {}
        if 'ducklake_metadata' not in have: fault('LAYOUT', 'no ducklake_metadata table'); return False
        for name in LAYOUT:
            full = 'ducklake_' + name
            if full not in have:
                fault('LAYOUT', f'{full} is missing'); T[name] = []; continue
            T[name] = self.cat.rows(full)
        self.have = have
        self.meta = {r['key']: r['value'] for r in T['metadata'] if r['scope'] is None}
        self.version = self.meta.get('version')
        if self.version not in ('1.0', '1.1-dev1'): fault('VERSION', f"version is {self.version!r}, expected '1.0'")
        extra = NEWER.get(self.version, {})
        for name, cols in LAYOUT.items():
            if 'ducklake_' + name in have:
                want = (cols + ' ' + extra.get(name, '')).split(); got = self.cat.columns('ducklake_' + name)
                if got != want: fault('LAYOUT', f'ducklake_{name} columns are {got}, expected {want}')
        keys = [(r['key'], r['scope'], r['scope_id']) for r in T['metadata']]
        for k in {k for k in keys if keys.count(k) > 1}: fault('METADATA', f'duplicate option {k}')
        for r in T['metadata']:
            if r['scope'] not in (None, 'schema', 'table'): fault('METADATA', f"option {r['key']} has scope {r['scope']!r}")
        if self.meta.get('encrypted') not in ('true', 'false'): fault('METADATA', f"encrypted is {self.meta.get('encrypted')!r}")
        self.encrypted = self.meta.get('encrypted') == 'true'
        self.data_path = self.meta.get('data_path') or ''
        if not self.data_path.endswith('/'): fault('METADATA', f'data_path {self.data_path!r} does not end in /')
        return True

    def live(self, rows): return [r for r in rows if r['end_snapshot'] is None]
    def at(self, rows, s): return [r for r in rows if r['begin_snapshot'] <= s and (r['end_snapshot'] is None or s < r['end_snapshot'])]

    def snapshots(self):
        T = self.T; S = sorted(T['snapshot'], key=lambda r: r['snapshot_id'])
        if not S: fault('SNAPSHOT', 'no snapshot rows'); return False
        ids = [r['snapshot_id'] for r in S]; self.top = S[-1]; self.max = ids[-1]; self.ids = set(ids)
        if len(set(ids)) != len(ids): fault('SNAPSHOT', 'duplicate snapshot_id')
        if self.opt.strict and ids != list(range(ids[0], ids[-1] + 1)): fault('SNAPSHOT', 'gaps in snapshot ids')
        chg = {}
        for r in T['snapshot_changes']:
            if r['snapshot_id'] in chg: fault('CHANGES', f"two rows for snapshot {r['snapshot_id']}")
            chg[r['snapshot_id']] = r['changes_made']
        for i in set(ids) - set(chg): fault('CHANGES', f'snapshot {i} has no snapshot_changes row')
        for i in set(chg) - set(ids): fault('CHANGES', f'changes row for unknown snapshot {i}')
        self.changes = {}
        for i in ids:
            try: self.changes[i] = parse_changes(chg.get(i))
            except ValueError as e: fault('CHANGES', f'snapshot {i}: {e}'); self.changes[i] = []
            if not chg.get(i) and self.opt.strict: fault('CHANGES', f'snapshot {i} records no change')
        prev = None
        times = self.con.execute('select [epoch_us(try_cast(t as timestamptz)) for t in ?::varchar[]]', [[str(r['snapshot_time']) for r in S]]).fetchone()[0]
        for r, us in zip(S, times):
            t, i = str(r['snapshot_time']), r['snapshot_id']; r['_t'] = us
            if us is None: fault('SNAPSHOT', f'snapshot {i}: time {t!r} does not parse')
            if prev:
                for c in ('schema_version', 'next_catalog_id', 'next_file_id'):
                    if r[c] < prev[c]: fault('SNAPSHOT', f"snapshot {i}: {c} went down from {prev[c]} to {r[c]}")
                if None not in (r['_t'], prev['_t']) and r['_t'] < prev['_t']:
                    (fault if self.opt.strict else lambda c, m: note(m))('SNAPSHOT', f'snapshot {i} is older than its parent')
                if prev['snapshot_id'] == i - 1:
                    kinds = {k for k, _ in self.changes[i]}
                    if any(k.startswith(SCHEMA_CHANGES) for k in kinds) and r['schema_version'] == prev['schema_version']:
                        fault('SNAPSHOT', f'snapshot {i} changes the schema ({", ".join(sorted(kinds))}) but keeps schema_version')
                    if kinds & {'inserted_into_table', 'inlined_insert'} and r['next_file_id'] == prev['next_file_id']:
                        fault('SNAPSHOT', f'snapshot {i} adds data but keeps next_file_id (readers cache statistics by it)')
            prev = r
        return True

    def lifetimes(self):
        T = self.T
        for name in ('schema', 'table', 'view', 'tag', 'column_tag', 'data_file', 'delete_file', 'column',
                     'partition_info', 'macro', 'sort_info'):
            for r in T[name]:
                b, e = r['begin_snapshot'], r['end_snapshot']
                if b is None or b > self.max: fault('LIFETIME', f'{name} {list(r.values())[:4]} begins at {b}, latest snapshot is {self.max}')
                elif e is not None and (e <= b or e > self.max): fault('LIFETIME', f'{name} {list(r.values())[:4]} ends at {e}')
        def overlap(name, keys, what):
            seen = {}
            for r in sorted(T[name], key=lambda r: (r['begin_snapshot'] or 0)):
                k = tuple(r[x].lower() if isinstance(r[x], str) else r[x] for x in keys)
                if k in seen and (seen[k] is None or seen[k] > r['begin_snapshot']):
                    fault('OVERLAP', f'{what} {k} has two rows that are live at snapshot {r["begin_snapshot"]}')
                seen[k] = r['end_snapshot']
        overlap('schema', ['schema_name'], 'schema'); overlap('schema', ['schema_id'], 'schema id')
        overlap('table', ['table_id'], 'table id'); overlap('table', ['schema_id', 'table_name'], 'table name')
        overlap('view', ['schema_id', 'view_name'], 'view name')
        overlap('column', ['table_id', 'column_id'], 'column id')
        overlap('column', ['table_id', 'parent_column', 'column_name'], 'column name')
        overlap('delete_file', ['data_file_id'], 'delete file of data file')
        overlap('partition_info', ['table_id'], 'partition spec of table')
        overlap('sort_info', ['table_id'], 'sort spec of table')
        overlap('tag', ['object_id', 'key'], 'tag'); overlap('column_tag', ['table_id', 'column_id', 'key'], 'column tag')
        names = {(r['schema_id'], r['table_name'].lower()) for r in self.live(T['table'])}
        for v in self.live(T['view']):
            if (v['schema_id'], v['view_name'].lower()) in names: fault('OVERLAP', f"view and table share the name {v['view_name']}")

    def ids_ok(self):
        T, top = self.T, self.top
        def seq(limit, what, *parts):
            seen = {}
            for label, ids in parts:
                for i in sorted(set(ids)):
                    if i >= limit: fault('ID', f'{label} {i} is not below {what} {limit}')
                    if i in seen: fault('ID', f'id {i} is used both as {seen[i]} and as {label}')
                    seen[i] = label
        seq(top['next_catalog_id'], 'next_catalog_id', *[(n + ' id', [r[k] for r in T[n]]) for n, k in (
            ('schema', 'schema_id'), ('table', 'table_id'), ('view', 'view_id'), ('macro', 'macro_id'),
            ('partition_info', 'partition_id'), ('sort_info', 'sort_id'))])
        seq(top['next_file_id'], 'next_file_id', ('data file id', [r['data_file_id'] for r in T['data_file']]),
            ('delete file id', [r['delete_file_id'] for r in T['delete_file']]),
            ('mapping id', [r['mapping_id'] for r in T['column_mapping']]))
        for n, k in (('data_file', 'data_file_id'), ('delete_file', 'delete_file_id')):
            for i, times in collections.Counter(r[k] for r in T[n]).items():
                if times > 1: fault('ID', f'{k} {i} occurs twice')

    def references(self):
        T = self.T
        schemas = {r['schema_id'] for r in T['schema']}; tables = {r['table_id'] for r in T['table']}
        views = {r['view_id'] for r in T['view']}; self.files = {r['data_file_id']: r for r in T['data_file']}
        self.cols = {}
        for r in T['column']: self.cols.setdefault(r['table_id'], {}).setdefault(r['column_id'], []).append(r)
        for n in ('table', 'view', 'macro'):
            for r in T[n]:
                if r['schema_id'] not in schemas: fault('REF', f"{n} {list(r.values())[:2]} is in unknown schema {r['schema_id']}")
        for n in ('data_file', 'delete_file', 'column', 'column_tag', 'partition_info', 'sort_info', 'inlined_data_tables',
                  'table_stats', 'table_column_stats', 'schema_versions', 'column_mapping'):
            for r in T[n]:
                if r['table_id'] not in tables: fault('REF', f"{n} row {list(r.values())[:3]} names unknown table {r['table_id']}")
        for r in T['tag']:
            if r['object_id'] not in tables | views | schemas: fault('REF', f"tag on unknown object {r['object_id']}")
        for r in T['column_tag']:
            if r['key'] != 'comment' and r['end_snapshot'] is None:
                fault('REF', f"column tag {r['key']!r}: the extension accepts only 'comment' and refuses to attach")
        for n in ('schema', 'table'):
            for r in T[n]:
                if r['path'] is not None and r['path'] != '' and not r['path'].endswith('/'):
                    fault('PATH', f"{n} {r[n + '_name']} has path {r['path']!r} without trailing /")
        for tid in tables - {r['table_id'] for r in T['schema_versions']}:
            fault('REF', f'table {tid} has no ducklake_schema_versions row')
        for r in T['schema_versions']:
            if r['schema_version'] > self.top['schema_version']: fault('REF', f"schema_versions names version {r['schema_version']}")
        for tid, cs in self.cols.items():
            now = {i: v for i, rows in cs.items() for v in self.live(rows)}
            tname = next((t['table_name'] for t in self.live(T['table']) if t['table_id'] == tid), tid)
            kids = {}
            for i, c in now.items():
                ty, par = c['column_type'], c['parent_column']
                base = ty.lower()
                if not (base in SCALARS | NESTED or re.fullmatch(r'decimal\(\s*\d+\s*,\s*\d+\s*\)', base)):
                    fault('COLUMN', f"{tname}.{c['column_name']} has type {ty!r}, unknown to the extension")
                if c['nulls_allowed'] is None: fault('COLUMN', f"{tname}.{c['column_name']}: nulls_allowed is NULL")
                if c['default_value_type'] not in (None, '', 'literal', 'expression'):
                    fault('COLUMN', f"{tname}.{c['column_name']}: default_value_type {c['default_value_type']!r}")
                if par is not None:
                    if par not in now: fault('COLUMN', f"{tname}.{c['column_name']}: parent column {par} is not live")
                    else: kids.setdefault(par, []).append(c)
            for i, c in now.items():
                n, ty = len(kids.get(i, [])), c['column_type'].lower()
                bad = {'list': n != 1, 'map': n != 2, 'struct': n < 1}.get(ty, n > 0)
                if bad: fault('COLUMN', f"{tname}.{c['column_name']} ({ty}) has {n} child columns")
            if not [c for c in now.values() if c['parent_column'] is None] and any(t['table_id'] == tid for t in self.live(T['table'])):
                fault('COLUMN', f'table {tname} has no live columns')
        for t in self.live(T['table']):
            if t['table_id'] not in self.cols: fault('COLUMN', f"table {t['table_name']} has no columns")
        specs = {}
        for r in T['partition_column']: specs.setdefault((r['partition_id'], r['table_id']), []).append(r)
        for (pid, tid), rows in specs.items():
            if sorted(r['partition_key_index'] for r in rows) != list(range(len(rows))): fault('PARTITION', f'spec {pid}: key indexes are not 0..n-1')
            for r in rows:
                if not re.fullmatch(r'identity|year|month|day|hour|bucket\([1-9]\d*\)', r['transform'] or ''): fault('PARTITION', f"spec {pid}: transform {r['transform']!r}")
                if r['column_id'] not in self.cols.get(tid, {}): fault('PARTITION', f"spec {pid}: unknown column {r['column_id']}")
        vals = {}
        for r in T['file_partition_value']:
            if r['data_file_id'] not in self.files: fault('REF', f"partition value of unknown file {r['data_file_id']}")
            vals.setdefault(r['data_file_id'], {})[r['partition_key_index']] = r['partition_value']
        info = {(r['partition_id'], r['table_id']): r for r in T['partition_info']}
        for fid, f in self.files.items():
            pid, have = f['partition_id'], vals.get(fid, {})
            if pid is None:
                if have: fault('PARTITION', f'file {fid} has partition values but no partition_id')
                spec = self.at([i for i in T['partition_info'] if i['table_id'] == f['table_id'] and
                                (i['partition_id'], i['table_id']) in specs], f['begin_snapshot'])
                if spec and f['mapping_id'] is None and f['row_id_start'] is not None and f['end_snapshot'] is None:
                    fault('PARTITION', f"file {fid} was added at snapshot {f['begin_snapshot']} under partition spec "
                                       f"{spec[0]['partition_id']} without partition values")
            elif (pid, f['table_id']) not in info: fault('PARTITION', f'file {fid} names unknown partition spec {pid}')
            elif sorted(have) != list(range(len(specs.get((pid, f['table_id']), [])))):
                fault('PARTITION', f'file {fid}: partition values {have} do not fit spec {pid}')
        self.specs, self.pvals = specs, vals
        maps = {r['mapping_id']: r for r in T['column_mapping']}
        for r in T['name_mapping']:
            if r['mapping_id'] not in maps: fault('REF', f"name_mapping of unknown mapping {r['mapping_id']}")
            elif r['target_field_id'] not in self.cols.get(maps[r['mapping_id']]['table_id'], {}):
                fault('REF', f"mapping {r['mapping_id']} targets unknown column {r['target_field_id']}")
        for fid, f in self.files.items():
            if f['mapping_id'] is not None and f['mapping_id'] not in maps: fault('REF', f"file {fid} names unknown mapping {f['mapping_id']}")
            if (f['file_format'] or '').lower() != 'parquet': fault('FILE', f"file {fid}: file_format {f['file_format']!r}")
        for r in T['delete_file']:
            d = self.files.get(r['data_file_id'])
            if not d: fault('REF', f"delete file {r['delete_file_id']} is for unknown data file {r['data_file_id']}")
            elif d['table_id'] != r['table_id']: fault('REF', f"delete file {r['delete_file_id']} and its data file are of different tables")
            if r['format'] not in ('parquet', 'puffin'): fault('FILE', f"delete file {r['delete_file_id']}: format {r['format']!r}")
        seen, self.stats_of = set(), {}
        for r in T['file_column_stats']:
            self.stats_of.setdefault(r['data_file_id'], {})[r['column_id']] = r
            f = self.files.get(r['data_file_id']); k = (r['data_file_id'], r['column_id'])
            if k in seen: fault('STATS', f'two statistics rows for file/column {k}')
            seen.add(k)
            if not f: fault('REF', f"statistics of unknown file {r['data_file_id']}")
            elif f['table_id'] != r['table_id']: fault('REF', f'statistics row {k} has the wrong table_id')
            elif r['column_id'] not in self.cols.get(f['table_id'], {}): fault('REF', f'statistics of unknown column {k}')
        for r in T['inlined_data_tables']:
            if r['table_name'] not in self.have: fault('INLINE', f"{r['table_name']} is registered but does not exist")
        for t in self.live(T['table']):
            regs = [r for r in T['inlined_data_tables'] if r['table_id'] == t['table_id'] and r['table_name'] in self.have]
            cols = [c for c in self.live(T['column']) if c['table_id'] == t['table_id']]
            if regs and self.inlines(cols):
                last = max(regs, key=lambda r: r['schema_version']); want = len([c for c in cols if c['parent_column'] is None])
                got = len(self.cat.columns(last['table_name'])) - 3
                if got != want: fault('INLINE', f"{last['table_name']} has {got} user columns, table {t['table_name']} has {want}: "
                                                'the extension will fail to inline inserts')

    def inlines(self, cols):
        """Whether the extension inlines rows of such columns at all; if not, it makes no table for them either."""
        never = ('geometry',) if self.cat.kind == 'duckdb' else ('geometry', 'variant')
        taken = ('row_id', 'begin_snapshot', 'end_snapshot', '_ducklake_internal_row_id', '_ducklake_internal_snapshot_id')
        return not any(c['column_type'].lower() in never or c['parent_column'] is None and (c['column_name'].lower() in taken
            or self.cat.kind == 'postgres' and len(c['column_name'].encode()) > 63) for c in cols)

    # ------------------------------------------------------------------ files
    def base(self, kind, ident_, when):
        rows = [r for r in self.T[kind] if r[kind + '_id'] == ident_]
        r = (self.at(rows, when) or rows or [None])[0]
        if r is None: return None
        if kind == 'schema': parent = self.data_path
        else: parent = self.base('schema', r['schema_id'], when)
        if r['path'] is None or parent is None: return parent
        return parent + r['path'] if r['path_is_relative'] in (True, 1) else r['path']
    def resolve(self, r):
        if r['path_is_relative'] not in (True, 1): return r['path']
        b = self.base('table', r['table_id'], r['begin_snapshot'])
        return None if b is None else b + r['path']

    def size_footer(self, what, path, r):
        """existence, size, magic and footer length; returns False when the file cannot be read at all"""
        if path is None: return False
        if remote(path): return True
        p = path[7:] if path.startswith('file://') else path
        if not os.path.isfile(p): fault('FILE', f'{what} is missing: {p}'); return False
        size = os.path.getsize(p)
        if size != r['file_size_bytes']: fault('FILE', f"{what}: file_size_bytes {r['file_size_bytes']}, on disk {size}")
        if r.get('format') == 'puffin': return True
        with open(p, 'rb') as f:
            head = f.read(4); f.seek(max(0, size - 8)); tail = f.read(8)
        magic = b'PARE' if r['encryption_key'] else b'PAR1'
        if head != magic or tail[4:] != magic: fault('FILE', f'{what}: not a Parquet file ({head!r}..{tail[4:]!r}, expected {magic!r})'); return False
        foot = int.from_bytes(tail[:4], 'little')
        if r['footer_size'] is not None and r['footer_size'] != foot:
            fault('FOOTER', f"{what}: footer_size {r['footer_size']}, the file says {foot}")
        elif r['footer_size'] is None and self.opt.strict: fault('FOOTER', f'{what}: footer_size is NULL')
        return True

    def audit_files(self):
        T, known = self.T, set()
        for fid, f in sorted(self.files.items()):
            p = self.resolve(f); what = f'data file {fid}'
            if p: known.add(os.path.normpath(p))
            if not self.size_footer(what, p, f): continue
            if self.encrypted and not f['encryption_key']: fault('FILE', f'{what}: no encryption_key in an encrypted lake')
            if f['encryption_key']: continue
            try:
                rows = self.con.execute(f'select num_rows from parquet_file_metadata({lit(p)})').fetchone()[0]
                tree = parquet_tree(self.con, p)
            except Exception as e: fault('FILE', f'{what}: unreadable: {short(e)}'); continue
            if rows != f['record_count']: fault('ROWS', f"{what}: record_count {f['record_count']}, the file has {rows}")
            names = {k.name for k in tree.kids}
            if f['row_id_start'] is None and ROWID_COL not in names: fault('ROWID', f'{what}: row_id_start is NULL and the file carries no row ids')
            if f['partial_max'] is not None and SNAP_COL not in names: fault('ROWID', f'{what}: partial_max is set but the file has no {SNAP_COL}')
            f['_embedded'] = ROWID_COL in names
            if f['mapping_id'] is None: leaves = self.field_ids(what, f, tree)
            else: leaves = self.mapped(what, f, tree)
            self.check_stats(what, f, p, leaves)
        for r in T['delete_file']:
            p = self.resolve(r); what = f"delete file {r['delete_file_id']}"
            if p: known.add(os.path.normpath(p))
            if not self.size_footer(what, p, r) or r['encryption_key'] or r['format'] != 'parquet': continue
            d = self.files.get(r['data_file_id'])
            try:
                cols = self.con.execute(f'describe select * from read_parquet({lit(p)})').fetchall()
                if len(cols) not in (2, 3) or cols[0][1] != 'VARCHAR' or cols[1][1] != 'BIGINT':
                    fault('DELETE', f'{what}: columns {[c[:2] for c in cols]}, expected file_path VARCHAR, pos BIGINT'); continue
                n, hi, lo, nul, dup = self.con.execute(
                    f'select count(*), max(pos), min(pos), count(*)-count(pos), coalesce(sum((pos<=prev)::int),0) from (select {ident(cols[1][0])} pos, '
                    f'lag({ident(cols[1][0])}) over (order by file_row_number) prev from read_parquet({lit(p)}, file_row_number=true))').fetchone()
            except Exception as e: fault('DELETE', f'{what}: unreadable: {short(e)}'); continue
            if n != r['delete_count']: fault('DELETE', f"{what}: delete_count {r['delete_count']}, the file has {n}")
            if dup: fault('DELETE', f'{what}: positions are not strictly increasing')
            if nul: fault('DELETE', f'{what}: NULL positions')
            if n and d and (lo < 0 or hi >= d['record_count']): fault('DELETE', f"{what}: positions {lo}..{hi} outside the data file's {d['record_count']} rows")
            if r['partial_max'] is not None and len(cols) != 3: fault('DELETE', f'{what}: partial_max set but no snapshot column')
        for r in T['files_scheduled_for_deletion']:
            known.add(os.path.normpath(self.data_path + r['path'] if r['path_is_relative'] in (True, 1) else r['path']))
        root = self.data_path[7:] if self.data_path.startswith('file://') else self.data_path
        if root and not remote(root) and os.path.isdir(root):
            for d, _, fs in os.walk(root):
                for n in fs:
                    full = os.path.normpath(os.path.join(d, n))
                    if n.endswith(('.parquet', '.puffin')) and full not in known: fault('ORPHAN', f'{full} is in no catalog table')

    def field_ids(self, what, f, tree):
        """checks ids and nesting; returns {column_id: (sql template steps, phys)} for leaf columns"""
        cols, out, seen = self.cols.get(f['table_id'], {}), {}, {}
        def walk(n, parent, steps):
            if n.name in (ROWID_COL, SNAP_COL) and parent is None: return
            if n.fid is None: fault('FIELDID', f'{what}: Parquet field {n.name!r} has no field_id'); return
            if n.fid in seen: fault('FIELDID', f'{what}: field_id {n.fid} occurs twice')
            seen[n.fid] = n
            vs = cols.get(n.fid)
            if not vs: fault('FIELDID', f'{what}: field_id {n.fid} ({n.name!r}) is not a column of the table'); return
            if all(v['parent_column'] != parent for v in vs): fault('FIELDID', f'{what}: field_id {n.fid} ({n.name!r}) sits under {parent}, the catalog says {vs[-1]["parent_column"]}'); return
            names = {v['column_name'].lower() for v in vs}
            if n.name.lower() not in names: fault('FIELDID', f'{what}: field_id {n.fid} is {n.name!r} in the file, {sorted(names)} in the catalog')
            types = {v['column_type'].lower() for v in vs}
            if 'variant' in types: return
            if n.kids:
                if 'list' in types:
                    rep = n.kids[0]; walk((rep.kids or [rep])[0], n.fid, steps + [('list', None)])
                elif 'map' in types:
                    for i, k in enumerate(n.kids[0].kids): walk(k, n.fid, steps + [('key' if i == 0 else 'value', None)])
                elif 'struct' in types:
                    for k in n.kids: walk(k, n.fid, steps + [('field', k.name)])
                else: fault('FIELDID', f'{what}: {n.name!r} is a group in the file, {types} in the catalog')
                return
            if types & NESTED: fault('FIELDID', f'{what}: {n.name!r} is a leaf in the file, {types} in the catalog'); return
            ok = set().union(*(PHYSICAL.get(t, {'INT32', 'INT64', 'FIXED_LEN_BYTE_ARRAY', 'BYTE_ARRAY'} if t.startswith('decimal') else set()) for t in types))
            if n.phys not in ok: fault('TYPE', f'{what}: column {n.name!r} ({"/".join(sorted(types))}) is stored as {n.phys}')
            out[n.fid] = (steps, n)
        for k in tree.kids: walk(k, None, [('top', k.name)])
        for cid, vs in cols.items():
            if self.at(vs, f['begin_snapshot']) and self.live(vs) and cid not in seen and not f['_embedded']:
                v = vs[-1]
                up, opaque = v['parent_column'], False
                while up is not None and up in cols: opaque |= cols[up][-1]['column_type'] == 'variant'; up = cols[up][-1]['parent_column']
                if not opaque: fault('FIELDID', f"{what}: column {v['column_name']} (id {cid}), live when the file was added, is not in it")
        return out

    def mapped(self, what, f, tree):
        rows = [r for r in self.T['name_mapping'] if r['mapping_id'] == f['mapping_id']]; out = {}
        top = {k.name.lower(): k for k in tree.kids}
        for r in rows:
            if r['parent_column'] is None and r['is_partition'] not in (True, 1):
                n = top.get(r['source_name'].lower())
                if not n: fault('MAPPING', f"{what}: mapped source column {r['source_name']!r} is not in the file")
                elif not n.kids: out[r['target_field_id']] = ([('top', n.name)], n)
        return out

    def once(self, con, name, select):
        """reads what is looked at many times once, into a temporary table, if DuckDB can hold it in one"""
        try: con.execute(f'create or replace temp table {name} as {select}'); return name
        except Exception: return None

    def leaf_sql(self, source, steps):
        q = ''
        for kind, name in steps:
            if kind == 'top': q = f'select {ident(name)} v from {source}'
            elif kind == 'field': q = f'select v.{ident(name)} v from ({q})'
            elif kind == 'list': q = f'select unnest(v) v from ({q})'
            else: q = f"select unnest(map_{'keys' if kind == 'key' else 'values'}(v)) v from ({q})"
        return q, any(k in ('list', 'key', 'value') for k, _ in steps)

    def check_stats(self, what, f, path, leaves):
        stats, file = self.stats_of.get(f['data_file_id'], {}), f'read_parquet({lit(path)}, hive_partitioning=false)'
        used = dict.fromkeys(ident(steps[0][1]) for cid, (steps, _) in leaves.items() if cid in stats)
        source = self.once(self.con, 't_file', f'select {", ".join(used)} from {file}') or file
        fine = self.fine(self.con, source, [(self.cols[f['table_id']][cid][-1]['column_type'].lower(), steps[0][1], stats[cid])
                                            for cid, (steps, _) in leaves.items() if cid in stats and len(steps) == 1], file=True)
        for cid, (steps, node) in leaves.items():
            if len(steps) == 1 and steps[0][1] in fine: continue
            s = stats.get(cid); ty = self.cols[f['table_id']][cid][-1]['column_type'].lower(); col = node.name
            if s is None:
                if self.opt.strict: fault('STATS', f'{what}: no statistics for column {col}')
                continue
            q, repeated = self.leaf_sql(source, steps)
            try: total, nn = self.con.execute(f'select count(*), count(v) from ({q})').fetchone()
            except Exception as e: fault('STATS', f'{what}.{col}: cannot read: {short(e)}'); continue
            unstated = ty in ('interval', 'timetz') and not s['value_count'] and not s['null_count']
            if not unstated and s['null_count'] is not None:
                if repeated:
                    if s['value_count'] != nn: fault('STATS', f"{what}.{col}: value_count {s['value_count']}, non-null leaf values {nn}")
                    if total - nn > s['null_count']: fault('STATS', f"{what}.{col}: null_count {s['null_count']}, null leaf values {total - nn}")
                elif (s['value_count'], s['null_count']) != (nn, total - nn):
                    fault('STATS', f"{what}.{col}: value_count/null_count {s['value_count']}/{s['null_count']}, really {nn}/{total - nn}")
            if ty == 'geometry': self.check_geo(f'{what}.{col}', s['extra_stats'], q, f['record_count'])
            elif ty not in ('variant', 'interval', 'timetz', 'int128', 'uint128', 'time_ns'):
                self.check_bounds(f'{what}.{col}', ty, s, q)

    def fine(self, con, source, columns, file):
        """names of those of the columns (type, name, statistics) whose statistics hold, told by one query over all; the
        checks of one column tell what is wrong with another, and look at types that are left out here"""
        try:
            names = [n for _, n, _ in columns]
            if self.opt.strict or self.opt.exact_stats or len({n.lower() for n in names}) < len(names): return set()
            kinds = dict(con.execute(f'select column_name, column_type from (describe select * from {source})').fetchall())
            tests = {n: self.holds(ty, n, s, kinds[n], file) for ty, n, s in columns if ty in SQLTYPE or ty.startswith('decimal') or ty == 'blob'}
            if not tests: return set()
            told = con.execute(f'select {", ".join(tests.values())} from {source}').fetchone()
            return {n for n, true in zip(tests, told) if true}
        except Exception: return set()

    def holds(self, ty, name, s, t, file):
        c, lo, hi = ident(name), s['min_value'], s['max_value']; tests = []
        if file and s['null_count'] is not None: tests += [f"count({c}) = {s['value_count']}", f"count(*) - count({c}) = {s['null_count']}"]
        text = ty in ('json', 'varchar')
        v = f'hex({c})' if t == 'BLOB' else f'{c}::varchar' if text else c
        t = 'VARCHAR' if t == 'BLOB' or text else t
        flt = ty in ('float32', 'float64'); sure = s['contains_nan'] in (False, 0)
        if flt and sure: tests.append(f'count(*) filter (where isnan({c})) = 0')
        used = not (flt and not sure and not file)
        bad = [f'{v} < cast({lit(lo)} as {t})'] * (lo is not None) + [f'{v} > cast({lit(hi)} as {t})'] * (hi is not None)
        if used and bad: tests.append(f"count(*) filter (where {f'not isnan({c}) and ' if flt else ''}({' or '.join(bad)})) = 0")
        if not file and used and not bad: tests.append(f'count({c}) = 0')
        if not file and s['contains_null'] in (False, 0): tests.append(f'count(*) = count({c})')
        return ' and '.join(tests) or 'true'

    def check_bounds(self, what, ty, s, q, file=True):
        lo, hi = s['min_value'], s['max_value']
        flt = ty in ('float32', 'float64')
        try:
            t = self.con.execute(f'select typeof(v) from ({q}) where v is not null limit 1').fetchone()
            if t is None: return
            t = t[0] if t[0] != 'JSON' else 'VARCHAR'
            v = 'hex(v)' if t == 'BLOB' else 'v::varchar' if ty in ('json', 'varchar') else 'v'
            t = 'VARCHAR' if t == 'BLOB' or ty in ('json', 'varchar') else t
            if flt:
                nan = self.con.execute(f'select count(*) from ({q}) where isnan(v)').fetchone()[0]
                if nan and s['contains_nan'] in (False, 0): fault('STATS', f'{what}: contains_nan is false, {nan} values are NaN')
                if not nan and s['contains_nan'] in (True, 1) and file and self.opt.strict: fault('STATS', f'{what}: contains_nan is true, no value is NaN')
                if not file and s['contains_nan'] not in (False, 0): return    # the extension ignores these bounds
                q = f'select v from ({q}) where not isnan(v)'
            bad = []
            if lo is not None: bad.append(f'{v} < cast({lit(lo)} as {t})')
            if hi is not None: bad.append(f'{v} > cast({lit(hi)} as {t})')
            if bad:
                n, a, b = self.con.execute(f'select count(*), min({v})::varchar, max({v})::varchar from ({q}) where {" or ".join(bad)}').fetchone()
                if n: fault('STATS', f'{what}: {n} values ({a} .. {b}) lie outside the stated [{lo}, {hi}]')
            if file and self.opt.exact_stats and (lo is not None or hi is not None):
                a, b = self.con.execute(f'select min({v})::varchar, max({v})::varchar from ({q})').fetchone()
                if self.con.execute(f'select cast({lit(lo)} as {t}) is distinct from cast({lit(a)} as {t}) or cast({lit(hi)} as {t}) is distinct from cast({lit(b)} as {t})').fetchone()[0]:
                    fault('STATS', f'{what}: stated [{lo}, {hi}], exact [{a}, {b}]')
        except Exception as e: fault('STATS', f'{what}: min {lo!r} / max {hi!r} cannot be checked: {short(e)}')

    def check_geo(self, what, extra, q, rows):
        if extra is None:
            if self.opt.strict and rows: fault('STATS', f'{what}: geometry without extra_stats')
            return
        try: js = json.loads(extra); box = js['bbox']; types = js.get('types', [])
        except Exception as e: fault('STATS', f'{what}: extra_stats is not the expected JSON: {short(e)}'); return
        for k, x in box.items():
            if isinstance(x, int) and not isinstance(x, bool): fault('STATS', f'{what}: bbox.{k} = {x} is a JSON integer, the extension reads those as 0.0; write {x}.0')
        if not self.spatial: return
        con = self.con
        try:
            r = con.execute('select min(st_xmin(v)),max(st_xmax(v)),min(st_ymin(v)),max(st_ymax(v)),'
                            'min(st_zmin(v)),max(st_zmax(v)),min(st_mmin(v)),max(st_mmax(v)), '
                            f'list(distinct lower(st_geometrytype(v)::varchar)) from ({q})').fetchone()
        except Exception as e: fault('STATS', f'{what}: {short(e)}'); return
        for i, k in enumerate(('xmin', 'xmax', 'ymin', 'ymax', 'zmin', 'zmax', 'mmin', 'mmax')):
            v, s = r[i], box.get(k)
            if v is None or v != v: continue
            tol = 1e-6      # DuckDB itself prints six decimals
            if s is None: fault('STATS', f'{what}: bbox.{k} is null, data has {v}')
            elif (s > v + tol) if k.endswith('min') else (s < v - tol): fault('STATS', f'{what}: bbox.{k} {s} does not cover {v}')
        have = {re.sub(r'_(z|m|zm)$', '', t) for t in types}
        for t in r[8] or []:
            if t and types and t not in have: fault('STATS', f'{what}: types {types} lacks {t}')

    # ------------------------------------------------------------------ table level
    def inlined(self, tid):
        """(live rows, dead rows, max row id, rows) in the inlined tables of a table"""
        rc = {'rid': '_ducklake_row_id', 'b': '_ducklake_begin_snapshot', 'e': '_ducklake_end_snapshot'}
        live = dead = 0; top = -1
        for r in self.T['inlined_data_tables']:
            if r['table_id'] != tid or r['table_name'] not in self.have: continue
            for x in self.cat.rows(r['table_name']):
                k = list(x)
                top = max(top, x[k[0]])
                if x[k[2]] is None: live += 1
                else: dead += 1
        return live, dead, top
    def table_stats(self):
        T = self.T; stats = {}
        for r in T['table_stats']:
            if r['table_id'] in stats: fault('TSTATS', f"two table_stats rows for table {r['table_id']}")
            stats[r['table_id']] = r
        seen = set()
        for r in T['table_column_stats']:
            k = (r['table_id'], r['column_id'])
            if k in seen: fault('TSTATS', f'two table_column_stats rows for {k}')
            seen.add(k)
            if k[1] not in self.cols.get(k[0], {}): fault('TSTATS', f'table_column_stats of unknown column {k}')
        self.expected = {}
        for t in self.live(T['table']):
            tid, name = t['table_id'], t['table_name']
            files = [f for f in self.files.values() if f['table_id'] == tid]; cur = self.live(files)
            dels = [d for d in self.live(T['delete_file']) if d['table_id'] == tid and self.files.get(d['data_file_id'], {}).get('end_snapshot', 0) is None]
            live, dead, top = self.inlined(tid)
            hidden = 0
            if f'ducklake_inlined_delete_{tid}' in self.have:
                ids = {f['data_file_id'] for f in cur}
                hidden = sum(1 for r in self.cat.rows(f'ducklake_inlined_delete_{tid}') if r['file_id'] in ids)
            rows, size = sum(f['record_count'] for f in cur) + live, sum(f['file_size_bytes'] for f in cur)
            net = rows - sum(d['delete_count'] for d in dels) - hidden
            self.expected[tid] = net
            s = stats.get(tid)
            if s is None:
                if files or live: fault('TSTATS', f'table {name} has data but no ducklake_table_stats row')
                continue
            for f in files:
                if f['row_id_start'] is not None and not f.get('_embedded') and f['row_id_start'] + f['record_count'] > s['next_row_id']:
                    fault('TSTATS', f"table {name}: next_row_id {s['next_row_id']} but file {f['data_file_id']} uses row ids up to {f['row_id_start'] + f['record_count'] - 1}")
            if top >= s['next_row_id']: fault('TSTATS', f"table {name}: next_row_id {s['next_row_id']} but inlined row id {top}")
            kinds = {k for ch in self.changes.values() for k, v in ch if v == tid}
            plain = 0 in self.ids and len(self.ids) == self.max + 1 and not dead and kinds <= {'inserted_into_table', 'inlined_insert', 'altered_table'}
            if plain and not any(f['end_snapshot'] is not None for f in files):
                if s['record_count'] != rows: fault('TSTATS', f"table {name}: record_count {s['record_count']}, live files and inlined rows sum to {rows}")
                if s['file_size_bytes'] != size: fault('TSTATS', f"table {name}: file_size_bytes {s['file_size_bytes']}, live files sum to {size}")
            elif s['record_count'] < net: fault('TSTATS', f"table {name}: record_count {s['record_count']} is below the {net} live rows")
            gs = {r['column_id']: r for r in T['table_column_stats'] if r['table_id'] == tid}
            ids = {f['data_file_id'] for f in cur}
            alive = {i for i, vs in self.cols.get(tid, {}).items() if self.live(vs)}
            for r in T['file_column_stats']:
                g = gs.get(r['column_id'])
                if r['data_file_id'] in ids and g and r['column_id'] in alive:
                    if r['null_count'] and g['contains_null'] in (False, 0):
                        fault('TSTATS', f"table {name}, column {r['column_id']}: contains_null is false, file {r['data_file_id']} has {r['null_count']} nulls")
                    if r['contains_nan'] in (True, 1) and g['contains_nan'] in (False, 0):
                        fault('TSTATS', f"table {name}, column {r['column_id']}: contains_nan is false, file {r['data_file_id']} has NaN")

    # ------------------------------------------------------------------ the extension's verdict
    def trial(self):
        cat, tmp, cleanup = self.cat, tempfile.mkdtemp(prefix='check_lake_'), []
        try:
            behind = {'sqlite': ['sqlite_scanner'], 'postgres': ['postgres_scanner'], 'duckdb': []}[cat.kind]
            session = Session('ducklake', *behind, handed_on=cat.kind != 'postgres' and not self.encrypted)
            cleanup.append(session.close); con = session.con; con.execute('SET preserve_insertion_order=false')
            if self.encrypted and not load(con, 'httpfs', must=False): note('encrypted lake and no httpfs: no write trial'); return
            local = bool(self.data_path) and not remote(self.data_path)
            if not local: self.opt.no_trial = True; note('remote data path: no write trial')
            farm = os.path.join(tmp, 'data') + '/'
            os.makedirs(farm)
            src = self.data_path[7:] if self.data_path.startswith('file://') else self.data_path
            if local:
                for d, _, fs in os.walk(src):
                    to = os.path.join(farm, os.path.relpath(d, src)); os.makedirs(to, exist_ok=True)
                    for n in fs: os.symlink(os.path.abspath(os.path.join(d, n)), os.path.join(to, n))
            path = farm if local else self.data_path
            setpath = f"update %s set value={lit(path)} where key='data_path' and scope is null"
            if cat.kind == 'postgres':
                scratch = f'check_lake_{os.getpid()}'; load(cat.con, 'postgres_scanner')
                c2 = connect(); load(c2, 'postgres_scanner'); c2.execute(f'attach {lit(cat.where)} as m (type postgres)')
                ex = lambda sql: c2.execute(f"call postgres_execute('m', {lit(sql)})")
                ex(f'create schema {scratch}'); cleanup.append(lambda: (ex(f'drop schema {scratch} cascade'), c2.close()))
                for t in sorted(self.have):
                    if t.startswith('ducklake_'):
                        ex(f'create table {scratch}.{ident(t)} (like {ident(cat.schema)}.{ident(t)} including all)')
                        ex(f'insert into {scratch}.{ident(t)} select * from {ident(cat.schema)}.{ident(t)}')
                ex(setpath % f'{scratch}.ducklake_metadata')
                url, extra = f'ducklake:postgres:{cat.where}', f", METADATA_SCHEMA '{scratch}'"
            else:
                copy = os.path.join(tmp, 'cat.db'); cat.close(); shutil.copyfile(cat.where, copy)
                for w in ('-wal', '.wal'):
                    if os.path.exists(cat.where + w): shutil.copyfile(cat.where + w, copy + w)
                if cat.kind == 'sqlite':
                    k = sqlite3.connect(copy); k.execute(setpath % 'ducklake_metadata'); k.commit(); k.close()
                else:
                    k = duckdb.connect(copy); k.execute(setpath % f'{ident(cat.schema)}.ducklake_metadata'); k.close()
                url, extra = f"ducklake:{'sqlite:' if cat.kind == 'sqlite' else ''}{copy}", ''
                if cat.schema != 'main': extra = f', METADATA_SCHEMA {lit(cat.schema)}'
            try: con.execute(f'ATTACH {lit(url)} AS lake (CREATE_IF_NOT_EXISTS false{extra})')
            except Exception as e: fault('ATTACH', short(e)); return
            session.attached = 'lake'
            self.verdict(con, local)
        finally:
            for f in cleanup:
                try: f()
                except Exception: pass
            shutil.rmtree(tmp, ignore_errors=True)

    def verdict(self, con, local):
        T = self.T; schemas = {s['schema_id']: s for s in T['schema']}; done = 0
        total = lambda q: con.execute(q).fetchone()[0]
        for t in sorted(self.live(T['table']), key=lambda r: r['table_id']):
            s = schemas.get(t['schema_id'])
            if s is None: continue
            full, tid = f"lake.{ident(s['schema_name'])}.{ident(t['table_name'])}", t['table_id']
            label = f"{s['schema_name']}.{t['table_name']}"
            try:
                fast = total(f'select count(*) from {full}')
                tops = [c for c in self.live(T['column']) if c['table_id'] == tid and c['parent_column'] is None]
                con.execute('PRAGMA disable_optimizer')
                scan, rowid = self.once(con, 't_scan', f'select *, rowid as "rowid of check_lake" from {full}'), '"rowid of check_lake"'
                if scan: con.execute('PRAGMA enable_optimizer')
                else: scan, rowid = full, 'rowid'
                slow, uniq = con.execute(f'select count(*), count(distinct {rowid}) from {scan}').fetchone()
                self.global_bounds(con, label, scan, tid, tops)
                con.execute('PRAGMA enable_optimizer')
                if fast != slow: fault('COUNT', f'{label}: count(*) from metadata {fast}, from the files {slow}')
                if self.expected.get(tid) not in (None, slow): fault('COUNT', f'{label}: the catalog adds up to {self.expected[tid]} rows, a scan gives {slow}')
                if uniq != slow: fault('ROWID', f'{label}: {slow} rows but {uniq} distinct row ids')
            except Exception as e:
                fault('READ', f'{label}: {short(e)}')
                try: con.execute('PRAGMA enable_optimizer')
                except Exception: return
                continue
            first = min([x for x in self.ids if x >= min(r['begin_snapshot'] for r in T['table'] if r['table_id'] == tid)] or [self.max])
            name_then = next((r['table_name'] for r in self.at([r for r in T['table'] if r['table_id'] == tid], first)), None)
            if name_then:
                try: total(f"select count(*) from lake.{ident(s['schema_name'])}.{ident(name_then)} at (version => {first})")
                except Exception as e: fault('TIMETRAVEL', f'{label} at {first}: {short(e)}')
            if self.opt.no_trial or done >= self.opt.max_trial: continue
            if t['path_is_relative'] not in (True, 1) or s['path_is_relative'] not in (True, 1): note(f'{label}: absolute path, no write trial'); continue
            done += 1
            try:
                base = total('select max(snapshot_id) from ducklake_snapshots(\'lake\')')
                def tx(sql):
                    con.execute('begin'); con.execute("call ducklake_set_commit_message('lake', 'check_lake', 'trial')")
                    con.execute(sql); con.execute('commit')
                if slow: tx(f'insert into {full} select * from {full} limit 1')
                elif all(c['nulls_allowed'] in (True, 1) for c in tops):
                    tx(f'insert into {full} ({ident(tops[0]["column_name"])}) values (null)')
                else: note(f'{label}: empty with NOT NULL columns, no write trial'); continue
                n, u, m = con.execute(f'select count(*), count(distinct rowid), max(rowid) from {full}').fetchone()
                if n != slow + 1: fault('TRIAL', f'{label}: {slow} rows, {n} after inserting one')
                if u != n: fault('TRIAL', f'{label}: after an INSERT by the extension row ids collide ({n} rows, {u} ids)')
                tx(f'delete from {full} where rowid = {m}')
                n = total(f'select count(*) from {full} where 1=1')
                if n != slow: fault('TRIAL', f'{label}: {slow} rows before, {n} after INSERT and DELETE')
                n = total(f'select count(*) from {full} at (version => {base})')
                if n != slow: fault('TRIAL', f'{label}: time travel to {base} gives {n} rows, expected {slow}')
            except Exception as e:
                fault('TRIAL', f'{label}: {short(e)}')
                try: con.execute('rollback')
                except Exception: pass

    def global_bounds(self, con, label, scan, tid, tops):
        gs = {r['column_id']: r for r in self.T['table_column_stats'] if r['table_id'] == tid}
        keep, self.con = self.con, con
        try:
            fine = self.fine(con, scan, [(c['column_type'].lower(), c['column_name'], gs[c['column_id']]) for c in tops if c['column_id'] in gs
                                         and c['column_type'].lower() != 'blob'], file=False)
            for c in tops:
                g, ty = gs.get(c['column_id']), c['column_type'].lower()
                if not g or c['column_name'] in fine: continue
                q = f'select {ident(c["column_name"])} v from {scan}'
                if ty in SQLTYPE or ty.startswith('decimal'): self.check_bounds(f'{label}.{c["column_name"]} (table_column_stats)', ty, g, q, file=False)
                elif ty == 'geometry' and g['extra_stats']: self.check_geo(f'{label}.{c["column_name"]} (table_column_stats)', g['extra_stats'], q, 1)
                used = (ty in SQLTYPE or ty.startswith('decimal')) and not (ty.startswith('float') and g['contains_nan'] not in (False, 0))
                if used and g['min_value'] is None and g['max_value'] is None and con.execute(f'select count(v) from ({q})').fetchone()[0]:
                    fault('TSTATS', f'{label}.{c["column_name"]}: both bounds are NULL although there are values; the extension takes that for '
                                    '"all NULL" and its next INSERT replaces them with bounds of the new rows only (drop the row instead)')
                if g['contains_null'] in (False, 0) and ty in SQLTYPE:
                    n = con.execute(f'select count(*) - count(v) from ({q})').fetchone()[0]
                    if n: fault('TSTATS', f'{label}.{c["column_name"]}: contains_null is false, {n} values are NULL')
        finally: self.con = keep

    def digest(self):
        """of all that the audit looks at; None if some of it is not in a file"""
        root = self.data_path[7:] if self.data_path.startswith('file://') else self.data_path
        named = [self.resolve(r) or '' for n in ('data_file', 'delete_file') for r in self.T[n]]
        if self.cat.kind == 'postgres' or any(map(remote, [root, *named])): return None
        paths = {self.cat.where, self.cat.where + '-wal', self.cat.where + '.wal', *(p[7:] if p.startswith('file://') else p for p in named)}
        for d, _, fs in os.walk(root): paths.update(os.path.join(d, f) for f in fs)
        whole = hashlib.sha256(repr([duckdb.__version__, *(v for k, v in sorted(vars(self.opt).items()) if k not in ('catalog', 'sound'))]).encode())
        with open(__file__, 'rb') as f: whole.update(f.read())
        for p in sorted(paths):
            if not os.path.isfile(p) or p.endswith('wal') and not os.path.getsize(p): continue
            with open(p, 'rb') as f: whole.update(repr((os.path.relpath(p, root), hashlib.sha256(f.read()).hexdigest())).encode('utf-8', 'surrogateescape'))
        return whole.hexdigest()

    def run(self):
        """whether a lake of the same bytes was found sound before"""
        if not self.load() or not self.snapshots(): return False
        stamp = self.opt.sound and self.digest()
        if stamp and os.path.exists(os.path.join(self.opt.sound, stamp)): return True
        self.lifetimes(); self.ids_ok(); self.references(); self.audit_files(); self.table_stats(); self.trial()
        if stamp and not faults and stamp == self.digest():
            os.makedirs(self.opt.sound, exist_ok=True); open(os.path.join(self.opt.sound, stamp), 'w').close()
        return False

def audit(words):
    """audits the lake that the arguments name and prints what it found; returns the exit code"""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('catalog'); ap.add_argument('--schema'); ap.add_argument('--strict', action='store_true')
    ap.add_argument('--no-trial', action='store_true', help='attach and read the copy, but do not write to it')
    ap.add_argument('--exact-stats', action='store_true', help='file min/max must be exact, not only bound the data')
    ap.add_argument('--max-trial', type=int, default=20, help='tables to run the write trial on')
    ap.add_argument('--sound', help='folder of the digests of lakes found sound')
    opt = ap.parse_args(words)
    faults.clear(); notes.clear()
    lake = Lake(Catalog(opt.catalog, opt.schema), opt)
    before = False
    try: before = lake.run()
    except (KeyError, TypeError, IndexError, AttributeError):
        fault('AUDIT', f'the catalog is too damaged to audit further: {traceback.format_exc(limit=-2)}')
    finally: lake.close()
    for n in notes: print(n)
    for f in faults: print(f)
    if faults: return 1
    if before: print('OK sound before'); return 0
    print(f"OK snapshots={len(lake.T['snapshot'])} tables={len(lake.live(lake.T['table']))} "
          f"data_files={len(lake.T['data_file'])} delete_files={len(lake.T['delete_file'])}")
    return 0

def serve():
    for line in sys.stdin:
        folder, *words = map(urllib.parse.unquote_plus, line.rstrip('\n').split(' '))
        try: os.chdir(folder); code = audit(words)
        except SystemExit as e: code = 1 if isinstance(e.code, str) else e.code; print('error:', e.code)
        except Exception: code = 1; print('error:', traceback.format_exc().replace('\n', ' '))
        print('exit', code, flush=True)

if __name__ == '__main__': serve() if sys.argv[1:] == ['--serve'] else sys.exit(audit(sys.argv[1:]))
