-- One row per household and week (Monday) in which lines of documents were decided: what was taken into stock
-- unasked, how much of that people changed or took back later, and what they had to decide themselves.
-- depends_on: {{ ref('int_touched_households') }}
with said as (
    select
        e.household_id,
        e.kind,
        e.event_id,
        -- What a stock event says stands in columns; what a decision says, in its payload.
        coalesce(e.document_sha256, e.payload ->> '$.document_sha256') as document_sha256,
        coalesce(e.document_line, try_cast(e.payload ->> '$.line_no' as integer)) as line_no,
        e.payload ->> '$.line_key' as line_key,
        e.food_id,
        coalesce(try_cast(e.payload ->> '$.occurrence' as integer), 0) as occurrence,
        coalesce(try_cast(e.payload ->> '$.part' as integer), 0) as part,
        coalesce(try_cast(e.payload ->> '$.by_machine' as boolean), false) as is_unasked,
        {{ local_date('e.occurred_at', 'h.time_zone') }} as said_on
    from {{ touched_rows(ref('pantry_events')) }} as e
    inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
    where
        e.kind in ('line_reviewed', 'lot_acquired')
        and e.broken_because is null
        and coalesce(e.document_sha256, e.payload ->> '$.document_sha256') is not null
),

-- A line that was taken unasked stays so, whatever a person said about it afterwards.
lines as (
    select
        household_id,
        document_sha256,
        line_key,
        occurrence,
        part,
        any_value(line_no) as line_no,
        min(said_on) as decided_on,
        bool_or(is_unasked) as is_unasked
    from said
    where kind = 'line_reviewed'
    group by household_id, document_sha256, line_key, occurrence, part
),

-- To tell the food of a lot that came in under its own name corrects nothing.
corrections as (
    select
        e.household_id,
        e.lot_id,
        coalesce(
            a.food_id is null
            and e.food_id is not null
            and e.quantity_milli is null
            and e.unit is null
            and e.price_minor is null
            and e.purchased_on is null
            and e.expires_on is null,
            false
        ) as is_naming
    from {{ ref('int_effective_events') }} as e
    inner join said as a on e.household_id = a.household_id and e.lot_id = a.event_id
    where e.kind = 'lot_corrected' and a.kind = 'lot_acquired'
),

changed as (
    select
        a.household_id,
        a.document_sha256,
        a.line_no,
        bool_or(
            not exists (
                select 1 from {{ ref('int_effective_events') }} as e
                where e.household_id = a.household_id and e.event_id = a.event_id
            )
            or exists (
                select 1 from corrections as c
                where c.household_id = a.household_id and c.lot_id = a.event_id and not c.is_naming
            )
        ) as is_changed,
        bool_or(
            exists (
                select 1 from corrections as c
                where c.household_id = a.household_id and c.lot_id = a.event_id and c.is_naming
            )
        ) as is_named
    from said as a
    where a.kind = 'lot_acquired'
    group by a.household_id, a.document_sha256, a.line_no
)

select
    h.bucket,
    l.household_id,
    date_trunc('week', l.decided_on)::date as week_on,
    count(*) filter (l.is_unasked)::integer as lines_unasked,
    count(*) filter (l.is_unasked and c.is_changed)::integer as lines_unasked_changed,
    count(*) filter (l.is_unasked and c.is_named and not c.is_changed)::integer as lines_unasked_named,
    count(*) filter (not l.is_unasked)::integer as lines_asked,
    count(*) filter (l.is_unasked and c.is_changed) / nullif(count(*) filter (l.is_unasked), 0)
        as unasked_changed_share
from lines as l
inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
left join changed as c
    on
        l.household_id = c.household_id
        and l.document_sha256 = c.document_sha256
        and l.line_no = c.line_no
group by h.bucket, l.household_id, week_on
order by h.bucket, l.household_id, week_on
