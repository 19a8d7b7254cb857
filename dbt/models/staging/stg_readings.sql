-- One row per document, reader and reader version: what the reader saw, as it was kept last.
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
    payload,
    make_timestamp(created_at_us) as created_at
from newest
