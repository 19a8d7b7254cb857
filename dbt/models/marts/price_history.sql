-- One row per household and purchased lot with a price above zero: what a unit and a kilogram cost.
select
    bucket,
    household_id,
    lot_id,
    food_id,
    food_name,
    category,
    coalesce(purchased_on, made_on) as purchased_on,
    root_price_minor as paid_minor,
    currency,
    acquired_milli as quantity_milli,
    unit,
    root_price_minor * 1000 / nullif(acquired_milli, 0) as price_minor_per_unit,
    root_price_minor * 1000 / nullif(mass_g, 0) as price_minor_per_kg,
    mass_method,
    acquired_tracking as tracking,
    document_sha256
from {{ touched_rows(ref('pantry_lots')) }}
where
    made_by = 'lot_acquired'
    and root_price_minor > 0
    and acquired_tracking <> 'none'
order by bucket, household_id, purchased_on, lot_id
