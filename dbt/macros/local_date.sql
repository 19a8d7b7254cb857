{# The household's date at a UTC moment, for example local_date('e.occurred_at', 'h.time_zone'). #}
{% macro local_date(moment, time_zone) -%}
    cast({{ moment }} at time zone 'UTC' at time zone {{ time_zone }} as date)
{%- endmacro %}
