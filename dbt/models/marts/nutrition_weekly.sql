-- One row per household and week (Monday) in which something of known mass was eaten or cooked.
-- A dish is counted when its ingredients go in, so eating the leftover adds nothing; what is tracked exactly counts.
with binned as (       -- of each leftover, the share that was thrown away
    select
        household_id,
        root_lot_id,
        sum(if(what = 'lot_discarded', term_milli, 0)) / sum(term_milli) as binned_share
    from {{ ref('int_lot_ends') }}
    where root_lot_id in (select dish_lot_id from {{ ref('int_dishes') }})
    group by household_id, root_lot_id
),

taken as (
    select
        e.household_id,
        date_trunc('week', e.ended_on)::date as week_on,
        -- Of what went into a dish, what its leftover carried into the bin was not eaten.
        e.mass_g * (1 - coalesce(f.inedible_share, 0)) * (1 - coalesce(d.leftover_share * b.binned_share, 0)) as mass_g,
        f.energy_kcal,
        f.protein_g,
        f.fat_g,
        f.saturated_g,
        f.carbohydrate_g,
        f.sugars_g,
        f.fibre_g,
        f.salt_g
    from {{ ref('int_lot_ends') }} as e
    inner join {{ ref('int_lot_origins') }} as o on e.household_id = o.household_id and e.lot_id = o.lot_id
    inner join {{ ref('int_lot_origins') }} as r on o.household_id = r.household_id and o.root_lot_id = r.lot_id
    left join {{ ref('foods') }} as f on o.facts_food_id = f.food_id
    left join {{ ref('int_dishes') }} as d on e.household_id = d.household_id and e.event_id = d.dish_lot_id
    left join binned as b on d.household_id = b.household_id and d.dish_lot_id = b.root_lot_id
    where e.what in ('lot_consumed', 'dish_used') and e.tracking = 'exact' and r.made_by <> 'dish_cooked'
),

-- In decimals, whose sum is the same in whatever order threads add: rounding a sum of floats would not be.
terms as (
    select
        household_id,
        week_on,
        energy_kcal is not null as has_nutrition,
        saturated_g is not null as has_saturated,
        sugars_g is not null as has_sugars,
        fibre_g is not null as has_fibre,
        mass_g::decimal(18, 6) as mass_g,
        (mass_g * energy_kcal / 100)::decimal(18, 6) as energy_kcal,
        (mass_g * protein_g / 100)::decimal(18, 6) as protein_g,
        (mass_g * fat_g / 100)::decimal(18, 6) as fat_g,
        (mass_g * saturated_g / 100)::decimal(18, 6) as saturated_g,
        (mass_g * carbohydrate_g / 100)::decimal(18, 6) as carbohydrate_g,
        (mass_g * sugars_g / 100)::decimal(18, 6) as sugars_g,
        (mass_g * fibre_g / 100)::decimal(18, 6) as fibre_g,
        (mass_g * salt_g / 100)::decimal(18, 6) as salt_g
    from taken
    where mass_g is not null
),

weeks as (
    select
        household_id,
        week_on,
        round(sum(mass_g), 3)::double as eaten_mass_g,
        round(coalesce(sum(mass_g) filter (has_nutrition), 0), 3)::double as eaten_mass_with_nutrition_g,
        round(sum(energy_kcal), 3)::double as energy_kcal,
        round(sum(protein_g), 3)::double as protein_g,
        round(sum(fat_g), 3)::double as fat_g,
        round(sum(saturated_g), 3)::double as saturated_g,
        coalesce(sum(mass_g) filter (has_nutrition and has_saturated), 0)::double as mass_with_saturated_g,
        round(sum(carbohydrate_g), 3)::double as carbohydrate_g,
        round(sum(sugars_g), 3)::double as sugars_g,
        coalesce(sum(mass_g) filter (has_nutrition and has_sugars), 0)::double as mass_with_sugars_g,
        round(sum(fibre_g), 3)::double as fibre_g,
        coalesce(sum(mass_g) filter (has_nutrition and has_fibre), 0)::double as mass_with_fibre_g,
        round(sum(salt_g), 3)::double as salt_g
    from terms
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
    w.saturated_g,
    w.mass_with_saturated_g / nullif(w.eaten_mass_with_nutrition_g, 0) as saturated_coverage,
    w.carbohydrate_g,
    w.sugars_g,
    w.mass_with_sugars_g / nullif(w.eaten_mass_with_nutrition_g, 0) as sugars_coverage,
    w.fibre_g,
    w.mass_with_fibre_g / nullif(w.eaten_mass_with_nutrition_g, 0) as fibre_coverage,
    w.salt_g
from weeks as w
inner join {{ ref('int_households') }} as h on w.household_id = h.household_id
order by h.bucket, h.household_id, w.week_on
