-- One row per event and part of a touched household that counts: it can be, is not undone, and no undo itself.
-- Of a household that was never created nothing counts.
with touched as (
    select * from {{ ref('int_touched_households') }}
),

created as (
    select distinct household_id
    from {{ touched_rows(ref('pantry_events')) }}
    where kind = 'household_created' and broken_because is null
),

src as (
    select e.*
    from {{ touched_rows(ref('pantry_events')) }} as e
    semi join touched as t on e.household_id = t.household_id
    semi join created as c on e.household_id = c.household_id
)

select * from effective_events('src')
