{# Every row of the households of this build meets a condition; what it cannot decide (null) passes. #}
{% test is_true(model, condition, touched_only=true) %}
{% if touched_only %}-- depends_on: {{ ref('int_touched_households') }}{% endif %}
select *
from {% if touched_only %}{{ touched_rows(model) }}{% else %}{{ model }}{% endif %}
where not ({{ condition }})
{% endtest %}
