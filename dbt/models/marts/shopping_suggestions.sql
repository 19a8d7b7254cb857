-- One row per household, food and unit that lies below its minimum or runs out before the next usual shop.
-- The next shop is the median gap between days with purchases away, at least three of them; stock is as of
-- the household's last covered day. A food runs out only if it is bought usually: on three days at least, again
-- due by the next shop at its own median gap, and not given up (nothing bought for three such gaps).
with rates as (
    select *
    from {{ touched_rows(ref('consumption_rates')) }}
),

stock as (
    select
        household_id,
        food_id,
        unit,
        sum(stock_milli) filter (tracking = 'exact')::bigint as stock_milli,
        -- Something is there and nobody counts it, or nobody follows this food: then nothing can be told.
        bool_or(tracking = 'presence' and is_open) or bool_and(tracking = 'none') as is_untold
    from {{ touched_rows(ref('pantry_lots')) }}
    where food_id is not null
    group by household_id, food_id, unit
),

purchases as (
    select
        household_id,
        food_id,
        unit,
        coalesce(purchased_on, made_on) as day,
        acquired_milli
    from {{ touched_rows(ref('pantry_lots')) }}
    where
        made_by = 'lot_acquired'
        and acquired_tracking <> 'none'
),

shop_days as (
    select distinct
        household_id,
        day
    from purchases
),

gaps as (
    select
        household_id,
        day - lag(day) over (partition by household_id order by day) as gap_days
    from shop_days
),

food_days as (
    select
        household_id,
        food_id,
        unit,
        day,
        sum(acquired_milli) as acquired_milli,
        day - lag(day) over (partition by household_id, food_id, unit order by day) as gap_days
    from purchases
    where food_id is not null
    group by household_id, food_id, unit, day
),

habits as (
    select
        household_id,
        food_id,
        unit,
        count(*) as purchase_days,
        max(day) as last_purchased_on,
        median(gap_days) as days_between_purchases,
        median(acquired_milli)::bigint as typical_milli
    from food_days
    group by household_id, food_id, unit
),

last_days as (
    select
        household_id,
        max(day) as last_day
    from {{ touched_rows(ref('household_days')) }}
    group by household_id
),

rhythms as (
    select
        household_id,
        median(gap_days) as days_between_shops
    from gaps
    where gap_days is not null
    group by household_id
    having count(*) >= 2
),

candidates as (
    select
        coalesce(s.household_id, m.household_id) as household_id,
        coalesce(s.food_id, m.food_id) as food_id,
        coalesce(s.unit, m.unit) as unit,
        coalesce(s.stock_milli, 0) as stock_milli,
        coalesce(s.is_untold, false) as is_untold,
        m.minimum_milli,
        r.used_milli_per_day,
        -- A food bought once says nothing about how fast it goes.
        if(r.lots >= 2, coalesce(s.stock_milli, 0) / nullif(r.used_milli_per_day, 0), null) as days_of_stock,
        k.days_between_shops,
        b.typical_milli,
        coalesce(
            b.purchase_days >= 3
            and d.last_day - b.last_purchased_on >= b.days_between_purchases - k.days_between_shops
            and d.last_day - b.last_purchased_on <= 3 * b.days_between_purchases,
            false
        ) as is_usual
    from stock as s
    full join {{ ref('int_minimum_stock') }} as m
        on s.household_id = m.household_id and s.food_id = m.food_id and s.unit = m.unit
    left join rates as r on s.household_id = r.household_id and s.food_id = r.food_id and s.unit = r.unit
    left join rhythms as k on coalesce(s.household_id, m.household_id) = k.household_id
    left join habits as b
        on coalesce(s.household_id, m.household_id) = b.household_id
        and coalesce(s.food_id, m.food_id) = b.food_id and coalesce(s.unit, m.unit) = b.unit
    left join last_days as d on coalesce(s.household_id, m.household_id) = d.household_id
),

wanted as (
    select
        *,
        case
            when is_untold then null
            when stock_milli < minimum_milli then 'below_minimum'
            when is_usual and days_of_stock < days_between_shops then 'runs_out'
        end as reason
    from candidates
)

select
    h.bucket,
    h.household_id,
    w.food_id,
    w.unit,
    w.reason,
    w.stock_milli,
    w.minimum_milli,
    w.used_milli_per_day,
    w.days_of_stock,
    w.days_between_shops,
    w.typical_milli,
    greatest(
        coalesce(w.minimum_milli - w.stock_milli, 0),
        coalesce(ceil(w.used_milli_per_day * w.days_between_shops) - w.stock_milli, 0),
        coalesce(w.typical_milli, 0)
    )::bigint as suggested_milli
from wanted as w
inner join {{ ref('int_households') }} as h on w.household_id = h.household_id
where w.reason is not null
order by h.bucket, h.household_id, w.food_id, w.unit
