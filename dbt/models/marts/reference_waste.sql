-- One row per region and year with a published household food waste rate.
{{ config(materialized='table', tags=['static']) }}
select
    region,
    year,
    kg_per_person_year,
    scope,
    source,
    note
from {{ ref('reference_waste_rates') }}
order by region, year
