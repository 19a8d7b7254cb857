-- One row per household and lot, open or closed, as the fold leaves it.
with rhythms as (
    select *
    from {{ touched_rows(ref('food_rhythms')) }}
),

beliefs as (        -- as of the day of this build, by the household's clock; still_there(as_of) tells any other day
    select
        s.household_id,
        s.lot_id,
        s.storage,
        {{ local_date('s.seen_at', 'h.time_zone') }} as seen_on,
        {{ local_date('s.asked_at', 'h.time_zone') }} as asked_on,
        s.newer_used_on,
        s.bought_again_on,
        {{ local_date(build_moment(), 'h.time_zone') }} as believed_on,
        r.usual_gap_days,
        r.gaps,
        r.shape,
        r.scale_days,
        r.end_share,
        r.forgotten_share,
        gone_evidence(
            s.newer_used_on, s.bought_again_on, r.older_after_newer_share, r.use_after_purchase_share,
            {{ local_date(build_moment(), 'h.time_zone') }}
        ) as evidence
    from {{ ref('int_lot_sightings') }} as s
    inner join {{ ref('int_households') }} as h on s.household_id = h.household_id
    inner join rhythms as r on s.household_id = r.household_id and s.food_key = r.food_key and s.storage = r.storage
)

select
    l.bucket,
    l.household_id,
    l.lot_id,
    l.parent_lot_id,
    l.root_lot_id,
    l.generation,
    l.made_by,
    l.food_id,
    l.facts_food_id,
    coalesce(l.food_name, f.name_en) as food_name,
    coalesce(f.category, l.food_category) as category,
    l.unit,
    l.acquired_milli,
    l.found_milli,
    l.eaten_milli,
    l.into_dishes_milli,
    l.discarded_milli,
    v.wasted_milli,
    l.given_away_milli,
    l.fed_to_animals_milli,
    l.split_out_milli,
    l.stock_milli,
    l.excess_milli,
    l.stock_milli > 0 as is_open,
    l.root_price_minor,
    l.root_quantity_milli,
    v.currency,
    v.value_method,
    v.value_minor,
    v.wasted_value_minor,
    if(v.tracking = 'exact', v.stock_value_minor, null) as stock_value_minor,
    v.paid_share,
    round(v.mass_g_per_milli * l.acquired_milli, 3) as mass_g,
    round(v.mass_g_per_milli * l.acquired_milli * (1 - coalesce(f.inedible_share, 0)), 3) as food_mass_g,
    if(v.tracking = 'exact', round(v.mass_g_per_milli * l.stock_milli, 3), null) as stock_mass_g,
    v.mass_method,
    v.mass_uncertainty_share,
    l.purchased_on,
    {{ local_date('l.made_at', 'h.time_zone') }} as made_on,
    l.expires_on,
    l.date_kind,
    l.date_source,
    d.due_earliest,
    d.due_likely,
    d.due_latest,
    d.due_kind,
    d.due_source,
    d.is_estimate as is_due_estimated,
    l.place,
    v.tracking,
    v.acquired_tracking,
    l.is_frozen,
    l.made_at,
    l.opened_at,
    l.frozen_at,
    l.thawed_at,
    l.last_event_at,
    l.quantity_events,
    b.storage,
    b.seen_on,
    b.asked_on,
    b.newer_used_on,
    b.bought_again_on,
    b.usual_gap_days,
    b.believed_on,
    p_still_there(
        days_untouched(b.seen_on, b.believed_on), b.shape, b.scale_days, b.end_share, b.forgotten_share, b.evidence
    ) as p_still_there,
    belief_reason(
        days_untouched(b.seen_on, b.believed_on), b.usual_gap_days, b.gaps, b.newer_used_on, b.bought_again_on, b.believed_on
    ) as belief_reason,
    l.document_sha256,
    l.document_line
from {{ ref('int_folded_lots') }} as l
inner join {{ ref('int_households') }} as h on l.household_id = h.household_id
left join {{ ref('int_lot_values') }} as v on l.household_id = v.household_id and l.lot_id = v.lot_id
left join {{ ref('int_lot_dues') }} as d on l.household_id = d.household_id and l.lot_id = d.lot_id
left join {{ ref('foods') }} as f on l.facts_food_id = f.food_id
left join beliefs as b on l.household_id = b.household_id and l.lot_id = b.lot_id
order by l.bucket, l.household_id, l.made_at, l.lot_id
