{#
  The rows of a mart that belong to this build's households. Marts, tests and expectations that read another
  mart read these: they then cost what was touched, however much there is. A unit test's rows are taken as given.
#}
{% macro touched_rows(relation) -%}
    {%- if relation.is_cte -%}{{ relation }}{%- else -%}staging.touched.{{ relation.identifier }}{%- endif -%}
{%- endmacro %}

{#
  Reads back what a mart holds of this build's households, after it was written: a whole build keeps a view of
  the pass's buckets, an ordinary one a copy. `warehouse.passes` empties staging.touched before each pass.
#}
{% macro keep_touched_rows(relation) -%}
    {%- set plan = build_plan() -%}
    {%- if plan.built_seq == 0 -%}
        create or replace view staging.touched.{{ relation.identifier }} as
        select * from {{ relation }}
        where bucket between {{ plan.first_bucket }} and {{ plan.last_bucket }}
    {%- else -%}
        create or replace table staging.touched.{{ relation.identifier }} as
        {%- for household in _few_households_of(relation, plan.scan_rows_per_query) %}
        select * from {{ relation }}
        where bucket = {{ household.bucket }} and household_id = '{{ household.household_id | replace("'", "''") }}'
        {% if not loop.last %}union all{% endif %}
        {%- else %}
        select m.* from {{ relation }} as m
        semi join staging.intermediate.int_touched_households as t
            on m.bucket = t.bucket and m.household_id = t.household_id
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}

{#
  The touched households, where a query for each reads less than a scan of the whole mart; else none. Such a query
  skips the row groups without its household by their statistics.
#}
{% macro _few_households_of(relation, scan_rows_per_query) -%}
    {%- set counts = run_query(
        "select (select estimated_size from duckdb_tables() where database_name = '" ~ relation.database ~
        "' and schema_name = '" ~ relation.schema ~ "' and table_name = '" ~ relation.identifier ~ "') as mart_rows, "
        ~ "(select count(*) from staging.intermediate.int_touched_households) as households"
    ).rows[0] -%}
    {%- if counts.mart_rows and counts.mart_rows > scan_rows_per_query * counts.households -%}
        {{ return(run_query(
            'select bucket, household_id from staging.intermediate.int_touched_households order by 1, 2'
        ).rows) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}

{# The same as a mart's own post-hook; pantry_events is read back once it is known who was touched. #}
{% macro keep_own_touched_rows() -%}
    {%- if 'static' not in model.tags and 'append_only' not in model.tags -%}
        {{ keep_touched_rows(this) }}
    {%- endif -%}
{%- endmacro %}
