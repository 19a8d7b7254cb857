-- One row per household, food and storage it ever held: how long a lot is usually left alone.
with waits as (
    select * from lot_gaps('{{ ref("int_lot_rhythm_keys") }}', '{{ ref("int_lot_signs") }}')
)

select
    bucket,
    household_id,
    food_key,
    storage,
    -- Rhythms take the catalog's facts; what the lots are of is the key.
    if(starts_with(food_key, 'own:'), food_key, food_id) as food_id,
    category,
    gaps,
    ends,
    other_foods,
    catalog_gap_days,
    shape,
    scale_days,
    usual_gap_days,
    end_share,
    forgotten_share,
    older_after_newer_share,
    use_after_purchase_share
from fit_rhythms('{{ ref("int_lot_rhythm_keys") }}', 'waits', '{{ ref("foods") }}', '{{ ref("int_food_periods") }}')
order by bucket, household_id, food_key, storage
