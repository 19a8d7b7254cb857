{#
  Takes the touched households out of a mart before their new rows are appended. `delete+insert` by key would
  leave ghosts: a household whose lots were all undone brings no new row that could replace the old ones.
  The relation is named, not ref'd: pantry_events, which only ever grows, comes before it in the graph, and
  every other mart depends on it through its models.
#}
{% macro forget_touched_households() -%}
    {%- if is_incremental() and 'append_only' not in model.tags -%}
        delete from {{ this }}
        where household_id in (select household_id from staging.intermediate.int_touched_households)
    {%- endif -%}
{%- endmacro %}
