-- One row per household and category of food: of what was still there a week before its date, and of what was there
-- after it, the share that was thrown away. Few lots say little: five of the household's own over all foods stand
-- beside them. A lot's share is a decimal, whose sums are the same in whatever order threads add; rates are rounded once,
-- at the end.
with lots as (
    select
        l.bucket,
        l.household_id,
        l.lot_id,
        coalesce(f.category, l.food_category, 'other') as category,
        d.due_likely,
        greatest(
            d.due_likely - 7,
            coalesce(l.purchased_on, {{ local_date('l.made_at', 'h.time_zone') }})
        ) as window_on
    from {{ ref('int_folded_lots') }} as l
    inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
    inner join {{ ref('int_lot_dues') }} as d on l.household_id = d.household_id and l.lot_id = d.lot_id
    inner join {{ ref('int_lot_values') }} as v on l.household_id = v.household_id and l.lot_id = v.lot_id
    left join {{ ref('foods') }} as f on l.facts_food_id = f.food_id
    where
        l.stock_milli = 0 and l.frozen_at is null and not l.is_frozen and l.thawed_at is null
        and d.due_likely is not null and v.tracking = 'exact' and v.acquired_tracking = 'exact'
),

ends as (
    select
        l.bucket,
        l.household_id,
        l.category,
        l.lot_id,
        e.term_milli,
        if(e.what = 'lot_discarded' and is_waste_at(e.destination), e.term_milli, 0) as wasted_milli,
        e.ended_on > l.due_likely as is_past
    from lots as l
    inner join {{ ref('int_lot_ends') }} as e on l.household_id = e.household_id and l.lot_id = e.lot_id
    where e.what in ('lot_consumed', 'lot_discarded', 'dish_used') and e.ended_on >= l.window_on
),

closed as (
    select
        bucket,
        household_id,
        category,
        (sum(wasted_milli) / sum(term_milli))::decimal(18, 12) as wasted_share,
        (sum(wasted_milli) filter (is_past) / sum(term_milli) filter (is_past))::decimal(18, 12) as wasted_share_past
    from ends
    group by bucket, household_id, category, lot_id
),

households as (
    select
        household_id,
        count(*) as lots,
        avg(wasted_share) as wasted_share,
        avg(wasted_share_past) as wasted_share_past
    from closed
    group by household_id
)

select
    c.bucket,
    c.household_id,
    c.category,
    count(*)::integer as lots,
    any_value(h.lots)::integer as household_lots,
    round(avg(c.wasted_share), 9) as own_wasted_share,
    round(any_value(h.wasted_share), 9) as household_wasted_share,
    round((sum(c.wasted_share) + 5 * any_value(h.wasted_share)) / (count(*) + 5), 9) as wasted_share,
    count(c.wasted_share_past)::integer as lots_past,
    round(any_value(h.wasted_share_past), 9) as household_wasted_share_past,
    round(
        (coalesce(sum(c.wasted_share_past), 0) + 5 * any_value(h.wasted_share_past))
        / (count(c.wasted_share_past) + 5), 9
    ) as wasted_share_past
from closed as c
inner join households as h on c.household_id = h.household_id
group by c.bucket, c.household_id, c.category
order by c.bucket, c.household_id, c.category
