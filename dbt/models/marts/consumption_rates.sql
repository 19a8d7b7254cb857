-- One row per household, food and unit it tracks exactly: how much is eaten a day, how long a lot lasts.
with lots as (
    select
        l.*,
        date_diff('second', l.made_at, l.last_event_at) / 86400 as days_held
    from {{ touched_rows(ref('pantry_lots')) }} as l
    where
        l.food_id is not null
        and l.tracking = 'exact' and l.acquired_tracking = 'exact'
),

spans as (
    select
        household_id,
        greatest(max(day) - min(day) + 1, 1) as days_observed
    from {{ touched_rows(ref('household_days')) }}
    group by household_id
)

select
    l.bucket,
    l.household_id,
    l.food_id,
    l.unit,
    any_value(l.category) as category,
    count(*)::integer as lots,
    (count(*) filter (not l.is_open))::integer as lots_closed,
    sum(l.acquired_milli) filter (l.made_by <> 'lot_split')::bigint as acquired_milli,
    sum(l.eaten_milli + l.into_dishes_milli)::bigint as used_milli,
    sum(l.discarded_milli)::bigint as discarded_milli,
    any_value(s.days_observed)::integer as days_observed,
    sum(l.eaten_milli + l.into_dishes_milli) / any_value(s.days_observed) as used_milli_per_day,
    median(l.days_held) filter (not l.is_open) as median_days_to_empty,
    max(coalesce(l.purchased_on, l.made_on)) as last_purchased_on
from lots as l
left join spans as s on l.household_id = s.household_id
group by l.bucket, l.household_id, l.food_id, l.unit
order by l.bucket, l.household_id, l.food_id, l.unit
