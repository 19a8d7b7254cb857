{# Every row of the households of this build meets a condition; what it cannot decide (null) passes. #}
{% test is_true(model, condition, touched_only=true) %}
select *
from {{ model }}
where
    not ({{ condition }})
    {% if touched_only %}
        and household_id in (select household_id from {{ ref('int_touched_households') }})
    {% endif %}
{% endtest %}
