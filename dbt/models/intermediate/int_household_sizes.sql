-- One row per touched household and moment from which it had so many people; what it said first held before as well.
with said as (
    select
        household_id,
        occurred_at,
        event_id,
        try_cast(payload ->> '$.people' as integer) as people
    from {{ ref('int_effective_events') }}
    where kind in ('household_created', 'household_changed')
)

select
    household_id,
    if(
        occurred_at = min(occurred_at) over (partition by household_id), timestamp '1900-01-01', occurred_at
    ) as valid_from,
    people
from said
where people is not null
qualify row_number() over (partition by household_id, occurred_at order by event_id desc) = 1
