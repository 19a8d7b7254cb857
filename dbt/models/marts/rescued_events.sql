-- One row per household, event, part and lot that kept food which was at risk from being wasted: it was eaten,
-- cooked or given away, at once or after a time in the freezer.
-- At risk: at most one day was left (the band `now`), and that was not so when it came into the house. Freezing in
-- time defers: it counts once the food is eaten. What goes into a dish counts for the part that was served; its
-- leftover is a lot with a risk of its own.
with lots as (
    select
        l.*,
        h.time_zone,
        {{ local_date('l.frozen_at', 'h.time_zone') }} as frozen_on,
        coalesce(l.purchased_on, {{ local_date('l.made_at', 'h.time_zone') }}) as held_from
    from {{ ref('int_folded_lots') }} as l
    inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
),

unfrozen as (       -- what was frozen at home, as it would have been without the freezer
    select
        l.household_id,
        l.lot_id,
        l.facts_food_id as food_id,
        o.place,
        l.held_from as purchased_on,
        l.expires_on,
        l.date_kind,
        l.date_source,
        {{ local_date('l.opened_at', 'l.time_zone') }} as opened_on,
        o.place = 'freezer' as is_frozen,
        null::date as frozen_on,
        null::date as thawed_on,
        l.unit
    from lots as l
    inner join {{ ref('int_lot_origins') }} as o on l.household_id = o.household_id and l.lot_id = o.lot_id
    where l.frozen_at is not null or l.thawed_at is not null
),

unfrozen_dues as (
    select * from lot_due_dates_by_period('unfrozen', '{{ ref("int_food_periods") }}')
),

flagged as (
    select
        l.household_id,
        l.lot_id,
        l.root_lot_id,
        l.food_id,
        l.facts_food_id,
        l.food_name,
        l.food_category,
        l.unit,
        l.frozen_on,
        coalesce(u.due_likely, if(u.lot_id is null, d.due_likely, null)) as due_on,
        coalesce(u.due_kind, if(u.lot_id is null, d.due_kind, null)) as due_kind,
        coalesce(u.due_likely, if(u.lot_id is null, d.due_likely, null)) - 1 as flagged_on
    from lots as l
    left join {{ ref('int_lot_dues') }} as d on l.household_id = d.household_id and l.lot_id = d.lot_id
    left join unfrozen_dues as u on l.household_id = u.household_id and l.lot_id = u.lot_id
    where coalesce(u.due_likely, d.due_likely) - 1 > l.held_from
),

used as (
    select
        e.*,
        g.food_id,
        g.facts_food_id,
        g.food_name,
        g.food_category,
        g.unit,
        g.flagged_on,
        g.due_on,
        g.due_kind,
        coalesce(
            g.frozen_on between g.flagged_on and g.due_on and e.ended_on >= g.frozen_on, false
        ) as was_frozen,
        case e.what
            when 'lot_consumed' then 'eaten' when 'dish_used' then 'cooked' else 'given_away'
        end as how,
        -- A column, not a condition of the joins below: DuckDB compares row by row for those.
        if(e.what = 'dish_used', e.event_id, null) as dish_id
    from {{ ref('int_lot_ends') }} as e
    inner join flagged as g on e.household_id = g.household_id and e.lot_id = g.lot_id
    where
        e.tracking = 'exact'
        and (e.what in ('lot_consumed', 'dish_used') or e.what = 'lot_discarded' and e.destination = 'given_away')
        and e.ended_on >= g.flagged_on
),

served as (
    select
        u.*,
        1 - case when u.what <> 'dish_used' or l.lot_id is null then 0 else d.leftover_share end as kept_share
    from used as u
    left join {{ ref('int_dishes') }} as d on u.household_id = d.household_id and u.dish_id = d.dish_lot_id
    left join {{ ref('int_lot_origins') }} as l on u.household_id = l.household_id and u.dish_id = l.lot_id
    where u.was_frozen or u.due_kind <> 'use_by' or u.ended_on <= u.due_on
)

select
    s.bucket,
    s.household_id,
    s.event_id,
    s.part,
    s.lot_id,
    s.root_lot_id,
    s.food_id,
    coalesce(s.food_name, f.name_en, s.food_id) as food_name,
    coalesce(f.category, s.food_category) as category,
    s.how,
    s.was_frozen,
    'one_day_left' as risk_rule,
    s.flagged_on,
    s.due_on,
    s.due_kind,
    round(s.term_milli * s.kept_share)::bigint as quantity_milli,
    s.unit,
    round(s.mass_g * s.kept_share, 3) as mass_g,
    round(s.mass_g * s.kept_share * (1 - coalesce(f.inedible_share, 0)), 3) as food_mass_g,
    round(s.value_minor * s.kept_share, 3)::decimal(18, 3) as value_minor,
    s.currency,
    s.value_method,
    s.occurred_at as rescued_at,
    s.ended_on as rescued_on
from served as s
left join {{ ref('foods') }} as f on s.facts_food_id = f.food_id
where s.kept_share is null or s.kept_share > 0
order by s.bucket, s.household_id, s.occurred_at, s.event_id, s.part
