-- One row per touched household and food of its own: its last word on it. like_food_id: the food of the catalog that it
-- counts like, whose kind goes before the one that was said; null if none was named, or one that is there no more.
with last_words as (
    select
        household_id,
        food_id,
        last(payload ->> '$.name' order by occurred_at, event_id) as food_name,
        last(payload ->> '$.category' order by occurred_at, event_id) as category_said,
        -- Version 1 of the event called it its parent.
        last(
            coalesce(payload ->> '$.like_food_id', payload ->> '$.parent_food_id') order by occurred_at, event_id
        ) as like_said
    from {{ ref('int_effective_events') }}
    where kind = 'food_added' and starts_with(food_id, 'own:')
    group by household_id, food_id
)

select
    w.household_id,
    w.food_id,
    w.food_name,
    coalesce(f.category, if(_is_no_category(w.category_said), 'other', w.category_said)) as food_category,
    f.food_id as like_food_id
from last_words as w
left join {{ ref('foods') }} as f on w.like_said = f.food_id
