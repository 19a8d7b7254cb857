{# One row per combination of columns, none of them null; only the households of this build are looked at. #}
{% test grain(model, columns, touched_only=true) %}
with relevant_rows as (
    {% if touched_only %}-- depends_on: {{ ref('int_touched_households') }}{% endif %}
    select * from {% if touched_only %}{{ touched_rows(model) }}{% else %}{{ model }}{% endif %}
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
