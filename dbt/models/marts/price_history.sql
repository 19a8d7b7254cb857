-- One row per household and purchased lot with a price above zero: what a unit and a kilogram cost, and where.
select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.food_id,
    l.food_name,
    l.category,
    coalesce(l.purchased_on, l.made_on) as purchased_on,
    d.merchant,
    l.root_price_minor as paid_minor,
    l.currency,
    l.acquired_milli as quantity_milli,
    l.unit,
    l.root_price_minor * 1000 / nullif(l.acquired_milli, 0) as price_minor_per_unit,
    l.root_price_minor * 1000 / nullif(l.mass_g, 0) as price_minor_per_kg,
    l.mass_method,
    l.acquired_tracking as tracking,
    l.document_sha256
from {{ touched_rows(ref('pantry_lots')) }} as l
left join {{ touched_rows(ref('document_dim')) }} as d
    on l.household_id = d.household_id and l.document_sha256 = d.document_sha256
where
    l.made_by = 'lot_acquired'
    and l.root_price_minor > 0
    and l.acquired_tracking <> 'none'
order by l.bucket, l.household_id, purchased_on, l.lot_id
