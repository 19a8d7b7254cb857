-- One row per event and part of a touched household that counts: not undone, and no undo itself.
with touched as (
    select * from {{ ref('int_touched_households') }}
),

src as (
    select e.*
    from {{ ref('pantry_events') }} as e
    semi join touched as t on t.household_id = e.household_id
)

select * from effective_events('src')
