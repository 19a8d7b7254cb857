-- One row per household and week (Monday) in which something of known mass was eaten or cooked.
-- A dish is counted when its ingredients go in, so eating the leftover adds nothing.
with taken as (
    select
        h.household_id,
        date_trunc('week', {{ local_date('h.occurred_at', 'w.time_zone') }})::date as week_on,
        h.taken_milli * v.mass_g_per_milli * (1 - coalesce(f.inedible_share, 0)) as mass_g,
        f.energy_kcal,
        f.protein_g,
        f.fat_g,
        f.carbohydrate_g,
        f.salt_g
    from {{ ref('int_lot_history') }} as h
    inner join {{ ref('int_lot_origins') }} as o on h.household_id = o.household_id and h.lot_id = o.lot_id
    inner join {{ ref('int_lot_origins') }} as r on o.household_id = r.household_id and o.root_lot_id = r.lot_id
    inner join {{ ref('int_households') }} as w on h.household_id = w.household_id
    left join {{ ref('int_lot_values') }} as v on h.household_id = v.household_id and h.lot_id = v.lot_id
    left join {{ ref('foods') }} as f on o.food_id = f.food_id
    where h.what in ('lot_consumed', 'dish_used') and h.taken_milli > 0 and r.made_by <> 'dish_cooked'
),

weeks as (
    select
        household_id,
        week_on,
        sum(mass_g) as eaten_mass_g,
        coalesce(sum(mass_g) filter (energy_kcal is not null), 0) as eaten_mass_with_nutrition_g,
        sum(mass_g * energy_kcal / 100) as energy_kcal,
        sum(mass_g * protein_g / 100) as protein_g,
        sum(mass_g * fat_g / 100) as fat_g,
        sum(mass_g * carbohydrate_g / 100) as carbohydrate_g,
        sum(mass_g * salt_g / 100) as salt_g
    from taken
    where mass_g is not null
    group by household_id, week_on
)

select
    h.bucket,
    h.household_id,
    w.week_on,
    w.eaten_mass_g,
    w.eaten_mass_with_nutrition_g,
    w.eaten_mass_with_nutrition_g / nullif(w.eaten_mass_g, 0) as nutrition_coverage,
    w.energy_kcal,
    w.protein_g,
    w.fat_g,
    w.carbohydrate_g,
    w.salt_g
from weeks as w
inner join {{ ref('int_households') }} as h on w.household_id = h.household_id
order by h.bucket, h.household_id, w.week_on
