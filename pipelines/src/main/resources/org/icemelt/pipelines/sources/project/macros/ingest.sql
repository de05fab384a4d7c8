{# Runs icemelt build on this lake: dbt run-operation ingest --args '{options: "--recordChecks=true"}' #}
{% macro ingest(options='') %}
  {% if execute %}
    {% set lake = api.Relation.create(database='eo_pv_lakehouse', schema='main') %}
    {% do adapter.store_relation('icemelt_plugin', lake, [], '', '', {'options': options}) %}
  {% endif %}
{% endmacro %}
