-- SQL that users of the reference system type (avega17/Ice-mELT_DuckLake), word for word. It must run
-- unchanged from the folder of a run, and return values.

-- Connect
INSTALL ducklake;
LOAD ducklake;
ATTACH 'ducklake:sqlite:db/ducklake_catalog.sqlite' AS eo_pv_lakehouse
    (DATA_PATH 'db/ducklake_data/');
USE eo_pv_lakehouse;

-- Explore
SHOW TABLES;
SELECT COUNT(*) FROM stg_pv_consolidated;
SELECT dataset_name, COUNT(*) as records
FROM stg_pv_consolidated 
GROUP BY dataset_name 
ORDER BY records DESC;
SELECT dataset_name, geometry, centroid_lon, centroid_lat, area_m2
FROM stg_pv_consolidated 
LIMIT 5;

-- Analyse
SELECT 
    ROUND(centroid_lon, 1) as lon_bucket,
    ROUND(centroid_lat, 1) as lat_bucket,
    COUNT(*) as installations
FROM stg_pv_consolidated
GROUP BY lon_bucket, lat_bucket
ORDER BY installations DESC
LIMIT 10;
SELECT 
    dataset_name,
    COUNT(*) as total_installations,
    AVG(area_m2) as avg_area_m2,
    SUM(area_m2) as total_area_m2,
    MIN(processed_at) as first_processed,
    MAX(processed_at) as last_processed
FROM stg_pv_consolidated
GROUP BY dataset_name;

-- Export
COPY (SELECT * FROM stg_pv_consolidated) 
TO 'exports/consolidated_pv_data.parquet';
COPY (
    SELECT * FROM stg_pv_consolidated 
    WHERE centroid_lon BETWEEN -10 AND 2 
    AND centroid_lat BETWEEN 50 AND 60
) TO 'exports/uk_pv_data.parquet';
