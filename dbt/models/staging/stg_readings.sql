-- One row per document, reader and reader version: whether the lines of a receipt added up, as it was kept last.
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
    try_cast(try(payload ->> '$.reconciled') as boolean) as is_reconciled,
    make_timestamp(created_at_us) as created_at
from newest
