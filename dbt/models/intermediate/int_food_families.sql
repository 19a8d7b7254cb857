-- One row per food and food it descends from, itself included at distance 0.
{{ config(tags=['static']) }}
with recursive foods as (
    select
        food_id,
        parent_food_id
    from {{ ref('foods') }}
),

family as (
    select
        food_id,
        food_id as ancestor_food_id,
        parent_food_id as next_food_id,
        0 as distance
    from foods
    union all
    select
        f.food_id,
        p.food_id as ancestor_food_id,
        p.parent_food_id as next_food_id,
        f.distance + 1 as distance
    from family as f
    inner join foods as p on f.next_food_id = p.food_id
    where f.distance < 10       -- a ring of parents must end
)

select
    food_id,
    ancestor_food_id,
    min(distance) as distance
from family
group by food_id, ancestor_food_id
