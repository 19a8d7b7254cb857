-- One row per household and span of time with the same words about what it tracks.
with spans as (
    select distinct
        household_id,
        valid_from,
        valid_to
    from {{ ref('int_tracking_words') }}
),

firsts as (
    select
        household_id,
        min(valid_from) as valid_to
    from spans
    group by household_id
),

periods as (
    select
        h.bucket,
        h.household_id,
        timestamp '1900-01-01' as valid_from,
        f.valid_to
    from {{ ref('int_households') }} as h
    left join firsts as f on h.household_id = f.household_id
    where f.valid_to is null or not isinf(f.valid_to)       -- else its words hold from the beginning
    union all
    select
        h.bucket,
        s.household_id,
        s.valid_from,
        s.valid_to
    from spans as s
    inner join {{ ref('int_households') }} as h on s.household_id = h.household_id
),

places as (
    select unnest(['fridge', 'freezer', 'cupboard', 'counter', 'cellar', 'other']) as place
),

depths as (
    select
        p.bucket,
        p.household_id,
        p.valid_from,
        p.valid_to,
        l.place,
        coalesce(w.depth, a.depth, 'exact') as depth
    from periods as p
    cross join places as l
    left join {{ ref('int_tracking_words') }} as w
        on p.household_id = w.household_id and p.valid_from = w.valid_from and l.place = w.key
    left join {{ ref('int_tracking_words') }} as a
        on p.household_id = a.household_id and p.valid_from = a.valid_from and a.key = '*'
),

exceptions as (
    select
        w.household_id,
        w.valid_from,
        string_agg(w.key || ': ' || w.depth, ', ' order by w.key) as exceptions,
        bool_or(w.depth = 'exact') as some_exact,
        bool_and(w.depth = 'exact') as all_exact
    from {{ ref('int_tracking_words') }} as w
    anti join places as p on w.key = p.place
    where w.key <> '*'
    group by w.household_id, w.valid_from
),

described as (
    select
        bucket,
        household_id,
        valid_from,
        valid_to,
        string_agg(place, ', ' order by place) filter (depth = 'exact') as exact_places,
        string_agg(place, ', ' order by place) filter (depth = 'presence') as presence_places,
        string_agg(place, ', ' order by place) filter (depth = 'none') as untracked_places
    from depths
    group by bucket, household_id, valid_from, valid_to
)

select
    d.bucket,
    d.household_id,
    greatest(d.valid_from, timestamp '1900-01-01') as valid_from,
    d.valid_to,
    case
        when d.presence_places is null and d.untracked_places is null and coalesce(e.all_exact, true)
            then 'everything'
        when d.exact_places is null and not coalesce(e.some_exact, false) then 'nothing'
        else 'part'
    end as tracked_scope,
    d.exact_places,
    d.presence_places,
    d.untracked_places,
    e.exceptions
from described as d
left join exceptions as e on d.household_id = e.household_id and d.valid_from = e.valid_from
order by d.bucket, d.household_id, d.valid_from
