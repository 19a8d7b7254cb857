-- One row per household, month, category and currency with a priced purchase: net of discounts.
with bought as (
    select
        *,
        date_trunc('month', coalesce(purchased_on, made_on))::date as month_on
    from {{ ref('pantry_lots') }}
    where
        made_by = 'lot_acquired'
        and root_price_minor is not null
        and household_id in (select household_id from {{ ref('int_touched_households') }})
)

select
    bucket,
    household_id,
    month_on,
    coalesce(category, 'other') as category,
    currency,
    count(*)::integer as lots,
    sum(root_price_minor)::bigint as paid_minor,
    sum(mass_g) as bought_mass_g
from bought
group by bucket, household_id, month_on, coalesce(category, 'other'), currency
order by bucket, household_id, month_on, category, currency
