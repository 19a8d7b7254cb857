{# The food of the catalog whose facts stand for a lot: its own, or what the household's own food counts like. #}
{% macro facts_food_id(lots, own_foods) -%}
    if(starts_with({{ lots }}.food_id, 'own:'), {{ own_foods }}.like_food_id, {{ lots }}.food_id)
{%- endmacro %}
