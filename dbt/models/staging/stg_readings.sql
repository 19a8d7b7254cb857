-- One row per document, reader and reader version: what a receipt says at its head and foot, and whether its lines
-- added up, as it was kept last.
with readings as (
    select * from {{ source('landing', 'readings') }}
),

newest as (
    select *
    from readings
    qualify row_number() over (partition by sha256, reader, reader_version order by created_at_us desc) = 1
)

select
    sha256,
    reader,
    reader_version,
    try(payload ->> '$.merchant') as merchant,
    coalesce(try(payload ->> '$.shop'), try(payload ->> '$.merchant')) as shop,
    coalesce(try(payload ->> '$.shop_key'), lower(try(payload ->> '$.merchant'))) as shop_key,
    try_cast(try(payload ->> '$.purchased_on') as date) as printed_on,
    try_cast(try(payload ->> '$.total_minor') as bigint) as total_minor,
    try(payload ->> '$.currency') as currency,
    try_cast(try(payload ->> '$.reconciled') as boolean) as is_reconciled,
    make_timestamp(created_at_us) as created_at
from newest
