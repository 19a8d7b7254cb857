{#
  What this build has to do, as `warehouse.build` wrote it down in staging.landing.plan (one row):
  first_bucket, last_bucket  the households this pass builds
  landed_after_seq           events above it are not in pantry_events yet
  built_seq                  events above it are not in the marts yet; 0 when everything is built anew
  scan_rows_per_query        so many rows are scanned in the time that one household's query takes
  They come back as literals, so that DuckDB can leave out Parquet row groups by their statistics.
#}
{% macro build_plan() -%}
    {%- set plan = {'first_bucket': 0, 'last_bucket': 63, 'landed_after_seq': 0, 'built_seq': 0, 'scan_rows_per_query': 0} -%}
    {%- if execute and flags.WHICH not in ('compile', 'docs', 'generate') -%}
        {%- set rows = run_query(
            'select first_bucket, last_bucket, landed_after_seq, built_seq, scan_rows_per_query from staging.landing.plan'
        ).rows -%}
        {%- if rows | length == 1 -%}
            {%- for name in plan -%}{%- do plan.update({name: rows[0][name] | int}) -%}{%- endfor -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(plan) }}
{%- endmacro %}
