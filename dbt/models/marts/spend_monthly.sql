-- One row per household, month, category and currency with a priced purchase of what is tracked: net of discounts.
-- A price is known of what is tracked by presence too; the mass counts what is tracked exactly.
with bought as (
    select
        *,
        date_trunc('month', coalesce(purchased_on, made_on))::date as month_on
    from {{ touched_rows(ref('pantry_lots')) }}
    where
        made_by = 'lot_acquired'
        and root_price_minor is not null
        and acquired_tracking <> 'none'
)

select
    bucket,
    household_id,
    month_on,
    coalesce(category, 'other') as category,
    currency,
    count(*)::integer as lots,
    sum(root_price_minor)::bigint as paid_minor,
    sum(mass_g::decimal(18, 3)) filter (acquired_tracking = 'exact')::double as bought_mass_g
from bought
group by bucket, household_id, month_on, coalesce(category, 'other'), currency
order by bucket, household_id, month_on, category, currency
