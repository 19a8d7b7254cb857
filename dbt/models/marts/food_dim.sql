-- One row per food of the catalog.
{{ config(materialized='table', tags=['static']) }}
with generations as (
    select
        food_id,
        max(distance) as generation,
        arg_max(ancestor_food_id, distance) as root_food_id
    from {{ ref('int_food_families') }}
    group by food_id
)

select
    f.food_id,
    f.name_en,
    f.name_de,
    f.category,
    f.parent_food_id,
    g.root_food_id,
    g.generation,
    f.place,
    f.unit,
    f.piece_mass_g,
    f.package_mass_g,
    f.density_g_per_ml,
    f.inedible_share,
    f.allergens,
    f.diets,
    f.diets_excluded,
    f.co2e_kg_per_kg,
    f.co2e_source,
    f.co2e_version,
    f.reference_price_eur_per_kg,
    f.energy_kcal,
    f.protein_g,
    f.fat_g,
    f.saturated_g,
    f.carbohydrate_g,
    f.sugars_g,
    f.fibre_g,
    f.salt_g,
    f.nutrition_source,
    f.source
from {{ ref('foods') }} as f
inner join generations as g on f.food_id = g.food_id
order by f.food_id
