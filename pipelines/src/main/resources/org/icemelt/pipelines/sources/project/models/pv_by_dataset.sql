-- What each dataset brings. Capacities of different bases are never added up.
select
    dataset_name,
    count(*) as records,
    count(area_m2) as outlines,
    sum(area_m2) / 1e6 as area_km2,
    sum(capacity_mw) filter (where capacity_basis = 'ac') as capacity_mw_ac,
    sum(capacity_mw) filter (where capacity_basis = 'dc') as capacity_mw_dc,
    sum(capacity_mw) filter (where capacity_basis = 'unknown') as capacity_mw_unknown
from {{ source('icemelt', 'stg_pv_consolidated') }}
group by dataset_name
