-- One row per household and rank: the recipes that fitted best what was in the house when they were last looked for.
-- Stock, dates, tastes and diets of that moment are in the score; what fits now, `larder match` says.
select
    h.bucket,
    m.household_id,
    m.rank,
    m.as_of,
    m.recipe_id,
    m.title,
    m.score_eur,
    m.coverage,
    m.have_count,
    m.need_count,
    m.rescued_eur,
    m.rescued_co2e_kg,
    m.missing_eur,
    m.missing_names,
    m.rescued_food_ids,
    m.total_minutes
from {{ source('landing', 'recipe_matches') }} as m
inner join {{ ref('int_households') }} as h on m.household_id = h.household_id
order by h.bucket, m.household_id, m.rank
