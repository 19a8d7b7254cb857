-- One row per touched household: its settings, the last word per field.
with said as (
    select
        *,
        payload ->> '$.name' as name_said,
        payload ->> '$.currency' as currency_said,
        payload ->> '$.language' as language_said,
        payload ->> '$.time_zone' as time_zone_said,
        payload ->> '$.unit_system' as unit_system_said,
        try_cast(payload ->> '$.people' as integer) as people_said,
        try_cast(payload ->> '$.is_simulated' as boolean) as is_simulated_said
    from {{ ref('int_effective_events') }}
    where kind in ('household_created', 'household_changed')
),

last_words as (
    select
        household_id,
        last(name_said order by occurred_at, event_id) filter (name_said is not null) as name,
        last(currency_said order by occurred_at, event_id) filter (currency_said is not null) as currency,
        last(language_said order by occurred_at, event_id) filter (language_said is not null) as language,
        last(time_zone_said order by occurred_at, event_id) filter (time_zone_said is not null) as time_zone,
        last(unit_system_said order by occurred_at, event_id) filter (unit_system_said is not null)
            as unit_system,
        last(people_said order by occurred_at, event_id) filter (people_said is not null) as people,
        bool_or(is_simulated_said) as is_simulated,
        min(occurred_at) filter (kind = 'household_created') as created_at
    from said
    group by household_id
),

time_zones as (
    select distinct name from pg_timezone_names()
)

select
    t.bucket,
    t.household_id,
    coalesce(w.name, t.household_id) as name,
    coalesce(w.currency, 'EUR') as currency,
    coalesce(w.language, 'en') as language,
    coalesce(z.name, 'UTC') as time_zone,
    w.time_zone as time_zone_said,
    coalesce(w.unit_system, 'metric') as unit_system,
    coalesce(w.people, 1) as people,
    coalesce(w.is_simulated, false) as is_simulated,
    w.created_at
from {{ ref('int_touched_households') }} as t
left join last_words as w on t.household_id = w.household_id
left join time_zones as z on w.time_zone = z.name
order by t.bucket, t.household_id
