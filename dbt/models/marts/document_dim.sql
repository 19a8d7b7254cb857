-- One row per household and document it gave: where its bytes lie, what a receipt says of itself, what became of it.
-- A receipt says what it said when it was first read: with that its lines went into stock.
with received as (
    select
        household_id,
        payload ->> '$.sha256' as document_sha256,
        payload ->> '$.name' as document_name,
        payload ->> '$.document_kind' as document_kind,
        payload ->> '$.media_type' as media_type,
        payload ->> '$.origin' as origin,
        payload ->> '$.part_of' as part_of_sha256,
        recorded_at as received_at
    from {{ ref('int_effective_events') }}
    where kind = 'document_received'
    qualify row_number() over (partition by household_id, payload ->> '$.sha256' order by occurred_at, event_id) = 1
),

divided as (
    select distinct
        household_id,
        part_of_sha256 as document_sha256
    from received
    where part_of_sha256 is not null
),

linked as (
    select
        household_id,
        payload ->> '$.sha256' as document_sha256,
        last(payload ->> '$.repeats_sha256' order by occurred_at, event_id) as repeats_sha256
    from {{ ref('int_effective_events') }}
    where kind = 'document_linked'
    group by household_id, payload ->> '$.sha256'
),

corrected as (
    select
        household_id,
        payload ->> '$.sha256' as document_sha256,
        last(payload ->> '$.merchant' order by occurred_at, event_id)
            filter ((payload ->> '$.merchant') is not null) as merchant,
        last((payload ->> '$.purchased_on')::date order by occurred_at, event_id)
            filter ((payload ->> '$.purchased_on') is not null) as purchased_on,
        last(payload ->> '$.currency' order by occurred_at, event_id)
            filter ((payload ->> '$.currency') is not null) as currency
    from {{ ref('int_effective_events') }}
    where kind = 'document_corrected'
    group by household_id, payload ->> '$.sha256'
),

-- The household's word for a shop counts for all receipts that print it.
called as (
    select
        household_id,
        payload ->> '$.printed_shop' as printed_shop,
        last(payload ->> '$.merchant' order by occurred_at, event_id) as merchant
    from {{ ref('int_effective_events') }}
    where kind = 'document_corrected' and (payload ->> '$.printed_shop') is not null
    group by household_id, payload ->> '$.printed_shop'
),

first_readings as (
    select *
    from {{ ref('stg_readings') }}
    where reader = 'receipt'
    qualify row_number() over (partition by sha256 order by created_at, reader_version) = 1
),

bought as (
    select
        household_id,
        document_sha256,
        count(*)::integer as lots,
        sum(root_price_minor)::bigint as paid_minor,
        -- Money of two currencies has no sum.
        if(count(distinct currency) filter (root_price_minor is not null) = 1, any_value(currency), null) as paid_in
    from {{ touched_rows(ref('pantry_lots')) }}
    where made_by = 'lot_acquired' and document_sha256 is not null
    group by household_id, document_sha256
)

select
    h.bucket,
    r.household_id,
    r.document_sha256,
    r.document_name,
    r.document_kind,
    r.media_type,
    r.origin,
    substr(r.document_sha256, 1, 2) || '/' || substr(r.document_sha256, 3, 2) || '/' || r.document_sha256 as original,
    r.received_at,
    {{ local_date('r.received_at', 'h.time_zone') }} as received_on,
    r.part_of_sha256,
    d.document_sha256 is not null as is_divided,
    l.repeats_sha256,
    coalesce(
        c.merchant, s.merchant,
        first(f.shop order by r.received_at, r.document_sha256) over (partition by r.household_id, f.shop_key)
    ) as merchant,
    f.merchant as printed_merchant,
    f.printed_on,
    coalesce(c.purchased_on, f.printed_on) as purchased_on,
    f.total_minor,
    coalesce(c.currency, f.currency) as currency,
    f.is_reconciled,
    coalesce(b.lots, 0) as lots,
    if(b.paid_in = coalesce(c.currency, f.currency, b.paid_in), b.paid_minor, null) as paid_minor
from received as r
inner join {{ ref('int_households') }} as h on r.household_id = h.household_id
left join divided as d on r.household_id = d.household_id and r.document_sha256 = d.document_sha256
left join linked as l on r.household_id = l.household_id and r.document_sha256 = l.document_sha256
left join first_readings as f on r.document_sha256 = f.sha256
left join corrected as c on r.household_id = c.household_id and r.document_sha256 = c.document_sha256
left join called as s on r.household_id = s.household_id and f.shop_key = s.printed_shop
left join bought as b on r.household_id = b.household_id and r.document_sha256 = b.document_sha256
order by h.bucket, r.household_id, r.received_at, r.document_sha256
