-- One row per household, class of the photo model and week (Monday) in which items of photos were decided: how many
-- stood as seen, in stock or as what lay there already, how many were corrected, how many were rejected.
with lines as (
    select
        e.household_id,
        e.payload ->> '$.document_sha256' as document_sha256,
        try_cast(e.payload ->> '$.line_no' as integer) as line_no,
        (e.payload ->> '$.line_key')[7:] as class_name,
        coalesce(try_cast(e.payload ->> '$.by_machine' as boolean), false) as is_unasked,
        e.payload ->> '$.decision' as decision,
        -- Another amount, place or date is no other thing.
        (e.payload ->> '$.corrected') is null
        or coalesce(e.payload ->> '$.corrected.food_id', e.payload ->> '$.corrected.name') is not null
            as is_named_anew,
        -- What lies on the shelf already was recognised, and rightly left out.
        (e.payload ->> '$.same_lot_id') is not null as is_told_again,
        {{ local_date('e.occurred_at', 'h.time_zone') }} as decided_on
    from {{ ref('int_effective_events') }} as e
    inner join {{ ref('int_households') }} as h on e.household_id = h.household_id
    where e.kind = 'line_reviewed' and starts_with(e.payload ->> '$.line_key', 'photo:')
    -- The last word about a line counts.
    qualify row_number() over (
        partition by
            e.household_id, e.payload ->> '$.document_sha256', e.payload ->> '$.line_key',
            e.payload ->> '$.occurrence', e.payload ->> '$.part'
        order by e.occurred_at desc, e.event_id desc
    ) = 1
),

-- A receipt may print a line that begins like an item of a photo.
photos as (
    select distinct
        household_id,
        payload ->> '$.sha256' as document_sha256
    from {{ ref('int_effective_events') }}
    where kind = 'document_received' and (payload ->> '$.document_kind') = 'photo'
),

renamed_lots as (
    select distinct
        household_id,
        lot_id
    from {{ ref('int_effective_events') }}
    where
        kind = 'lot_corrected'
        and coalesce(payload ->> '$.food_id', payload ->> '$.food_name') is not null
),

lots as (
    select
        e.household_id,
        e.document_sha256,
        e.document_line as line_no,
        bool_or(r.lot_id is not null) as is_renamed
    from {{ ref('int_effective_events') }} as e
    left join renamed_lots as r on e.household_id = r.household_id and e.event_id = r.lot_id
    where e.kind = 'lot_acquired' and e.document_sha256 is not null
    group by all
),

classes as (
    select
        class_name,
        min(food_id) as food_id
    from {{ ref('photo_classes') }}
    group by class_name
),

outcomes as (
    select
        i.household_id,
        i.class_name,
        date_trunc('week', i.decided_on)::date as week_on,
        i.is_unasked,
        case
            when i.is_told_again then 'accepted'
            when i.decision not in ('accepted', 'corrected') or l.line_no is null then 'rejected'
            when (i.decision = 'corrected' and i.is_named_anew) or l.is_renamed then 'corrected'
            else 'accepted'
        end as outcome
    from lines as i
    semi join photos as p on i.household_id = p.household_id and i.document_sha256 = p.document_sha256
    left join lots as l
        on i.household_id = l.household_id and i.document_sha256 = l.document_sha256 and i.line_no = l.line_no
)

select
    h.bucket,
    o.household_id,
    o.class_name,
    any_value(c.food_id) as food_id,
    o.week_on,
    count(*)::integer as items,
    count(*) filter (o.is_unasked)::integer as items_unasked,
    count(*) filter (o.outcome = 'accepted')::integer as items_accepted,
    count(*) filter (o.outcome = 'corrected')::integer as items_corrected,
    count(*) filter (o.outcome = 'rejected')::integer as items_rejected,
    count(*) filter (o.outcome = 'accepted') / count(*) as accepted_share
from outcomes as o
inner join {{ ref('int_households') }} as h on o.household_id = h.household_id
left join classes as c on o.class_name = c.class_name
group by h.bucket, o.household_id, o.class_name, o.week_on
order by h.bucket, o.household_id, o.class_name, o.week_on
