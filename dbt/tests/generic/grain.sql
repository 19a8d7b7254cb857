{# One row per combination of columns, none of them null; only the households of this build are looked at. #}
{% test grain(model, columns, touched_only=true) %}
with relevant_rows as (
    select * from {{ model }}
    {% if touched_only %}
        where household_id in (select household_id from {{ ref('int_touched_households') }})
    {% endif %}
)

select
    {{ columns | join(', ') }},
    count(*) as rows_of_this_key
from relevant_rows
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}
