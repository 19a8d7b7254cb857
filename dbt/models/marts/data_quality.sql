-- One row per household: how much of its data can be used, and what is missing.
with touched as (
    select * from {{ ref('int_touched_households') }}
),

lots as (
    select
        l.household_id,
        count(*) as lots,
        count(*) filter (l.food_id is null) as lots_without_food,
        count(*) filter (l.mass_g is null) as lots_without_mass,
        count(*) filter (l.value_method is distinct from 'paid') as lots_without_paid_price,
        count(*) filter (l.expires_on is null) as lots_without_date,
        count(*) filter (l.tracking = 'presence') as lots_by_presence,
        count(*) filter (l.tracking = 'none') as lots_untracked,
        sum(l.root_price_minor) filter (l.made_by = 'lot_acquired' and l.acquired_tracking = 'exact')
        / nullif(sum(l.root_price_minor) filter (l.made_by = 'lot_acquired'), 0) as tracked_purchase_share
    from {{ touched_rows(ref('pantry_lots')) }} as l
    group by l.household_id
),

rejected as (
    select
        r.household_id,
        count(distinct r.event_id) filter (r.severity = 'quarantined') as impossible_events,
        count(*) filter (r.severity = 'warning') as anomalies
    from {{ touched_rows(ref('rejected_events')) }} as r
    group by r.household_id
),

recorded as (
    select
        e.household_id,
        count(distinct e.event_id) as events
    from {{ touched_rows(ref('pantry_events')) }} as e
    group by e.household_id
),

-- Pictures of several receipts, which count as those.
divided_pictures as (
    select distinct
        household_id,
        payload ->> '$.part_of' as sha256
    from {{ ref('int_effective_events') }}
    where kind = 'document_received' and (payload ->> '$.part_of') is not null
),

effective as (
    select
        e.household_id,
        count(distinct e.event_id) as effective_events,
        count(distinct e.payload ->> '$.sha256') filter (
            e.kind = 'document_received'
            and coalesce(e.payload ->> '$.document_kind', 'receipt') = 'receipt'
            and d.sha256 is null
        ) as receipts_known
    from {{ ref('int_effective_events') }} as e
    left join divided_pictures as d
        on e.household_id = d.household_id and (e.payload ->> '$.sha256') = d.sha256
    group by e.household_id
),

with_lines as (
    select
        e.household_id,
        count(distinct e.document_sha256) as receipts_with_lines
    from {{ ref('int_effective_events') }} as e
    where
        e.kind = 'lot_acquired'
        and exists (
            select 1
            from {{ ref('int_effective_events') }} as d
            where
                d.kind = 'document_received'
                and d.household_id = e.household_id
                and (d.payload ->> '$.sha256') = e.document_sha256
                and coalesce(d.payload ->> '$.document_kind', 'receipt') = 'receipt'
        )
    group by e.household_id
)

select
    t.bucket,
    t.household_id,
    r.events,
    coalesce(e.effective_events, 0) as effective_events,
    coalesce(j.impossible_events, 0) as impossible_events,
    coalesce(j.anomalies, 0) as anomalies,
    coalesce(l.lots, 0) as lots,
    coalesce(l.lots_without_food, 0) as lots_without_food,
    coalesce(l.lots_without_mass, 0) as lots_without_mass,
    coalesce(l.lots_without_paid_price, 0) as lots_without_paid_price,
    coalesce(l.lots_without_date, 0) as lots_without_date,
    coalesce(l.lots_by_presence, 0) as lots_by_presence,
    coalesce(l.lots_untracked, 0) as lots_untracked,
    l.tracked_purchase_share::double as tracked_purchase_share,
    coalesce(e.receipts_known, 0) as receipts_known,
    coalesce(w.receipts_with_lines, 0) as receipts_with_lines,
    coalesce(w.receipts_with_lines, 0) / nullif(e.receipts_known, 0) as purchase_coverage
from touched as t
left join recorded as r on t.household_id = r.household_id
left join effective as e on t.household_id = e.household_id
left join rejected as j on t.household_id = j.household_id
left join lots as l on t.household_id = l.household_id
left join with_lines as w on t.household_id = w.household_id
order by t.bucket, t.household_id
