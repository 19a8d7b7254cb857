-- One row per food and unit with a known mass: grams of one unit, by the surest way there is.
-- The same rules as pantry.quantities.to_mass_g, and a test holds the two equal.
{{ config(tags=['static']) }}
with foods as (
    select * from {{ ref('foods') }}
),

units as (
    select * from {{ ref('units') }}
),

measured as (       -- a table's mass of one slice or bunch, of the food or of its nearest ancestor
    select
        f.food_id,
        m.unit,
        arg_min(m.mass_g, f.distance) as mass_g
    from {{ ref('int_food_families') }} as f
    inner join {{ ref('food_measures') }} as m on f.ancestor_food_id = m.food_id
    group by f.food_id, m.unit
),

every_way as (
    select
        f.food_id,
        u.unit,
        u.uncertainty_share as unit_share,
        case
            when u.kind = 'mass' then { 'g': u.factor, 'method': 'mass', 'share': 0.0 }
            when u.kind = 'volume' and f.density_g_per_ml is not null
                then {
                    'g': u.factor * f.density_g_per_ml, 'method': 'density',
                    'share': round(sqrt(u.uncertainty_share ** 2 + 0.05 ** 2), 3)
                }
            when u.kind = 'volume' and f.category in ('beverages', 'alcohol')
                then {
                    'g': u.factor, 'method': 'drink_density',
                    'share': round(sqrt(u.uncertainty_share ** 2 + 0.1 ** 2), 3)
                }
            when u.kind = 'volume' then null
            when m.mass_g is not null then { 'g': m.mass_g, 'method': 'measure', 'share': u.uncertainty_share }
            when u.base_unit in ('piece', 'head', 'loaf') and f.piece_mass_g is not null
                then { 'g': f.piece_mass_g * u.factor, 'method': 'piece_mass', 'share': 0.25 }
            when (u.kind = 'pack' or u.base_unit = 'loaf' or u.unit = f.unit) and f.package_mass_g is not null
                then { 'g': f.package_mass_g, 'method': 'package_mass', 'share': u.uncertainty_share }
            when u.typical_mass_g is not null
                then { 'g': u.typical_mass_g, 'method': 'typical', 'share': u.uncertainty_share }
        end as way
    from foods as f
    cross join units as u
    left join measured as m on f.food_id = m.food_id and u.unit = m.unit
)

select
    food_id,
    unit,
    way['g']::double as mass_g_per_unit,
    way['method']::varchar as mass_method,
    way['share']::double as mass_uncertainty_share
from every_way
where way is not null
