-- One row per household and week (Monday) in which lines of documents were decided: what was taken into stock
-- unasked, how much of that people changed or took back later, and what they had to decide themselves. A receipt
-- counts in the week of its first decision, as it was first read: what a newer reader sees later changes no week.
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
            -- An amount with a method was told by the pack's own name, not by a person.
            and (e.method is not null or e.food_id is not null and e.quantity_milli is null and e.unit is null)
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
),

first_readings as (
    select
        sha256,
        arg_min(is_reconciled, (created_at, reader_version)) as is_reconciled
    from {{ ref('stg_readings') }}
    where reader = 'receipt'
    group by sha256
),

receipts as (
    select
        l.household_id,
        l.document_sha256,
        date_trunc('week', min(l.decided_on))::date as week_on,
        coalesce(bool_or(r.is_reconciled), false) as is_reconciled
    from lines as l
    inner join first_readings as r on l.document_sha256 = r.sha256
    group by l.household_id, l.document_sha256
),

receipt_weeks as (
    select
        household_id,
        week_on,
        count(*)::integer as receipts,
        count(*) filter (is_reconciled)::integer as receipts_reconciled
    from receipts
    group by household_id, week_on
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
        as unasked_changed_share,
    coalesce(any_value(w.receipts), 0) as receipts,
    coalesce(any_value(w.receipts_reconciled), 0) as receipts_reconciled
from lines as l
inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
left join changed as c
    on
        l.household_id = c.household_id
        and l.document_sha256 = c.document_sha256
        and l.line_no = c.line_no
left join receipt_weeks as w
    on l.household_id = w.household_id and date_trunc('week', l.decided_on)::date = w.week_on
group by h.bucket, l.household_id, date_trunc('week', l.decided_on)
order by h.bucket, l.household_id, week_on
