{# Now, UTC: the only clock a mart looks at. Unit tests set another with the var `built_at`. #}
{% macro build_moment() -%}
    {{ var('built_at', "cast(now() at time zone 'UTC' as timestamp)") }}
{%- endmacro %}
