-- When each lot should be used: the twin of pantry/shelf_life.py as DuckDB table macros.
-- A property test holds both equal; the rules and their reasons stand in the Python docstrings.

-- One row per food, place of the table (fridge, freezer, cupboard) and state: the nearest days that are
-- known, of the food itself, of a food above it, else of its category.
-- foods: food_id, parent_food_id, category. shelf_life: the seed.
create or replace macro food_periods(foods, shelf_life) as table
with recursive _lineage as (
    select
        food_id,
        food_id as known_id,
        0 as distance
    from query_table(foods)
    union all
    select
        _lineage.food_id,
        _parents.parent_food_id as known_id,
        _lineage.distance + 1 as distance
    from _lineage
    inner join query_table(foods) as _parents on _lineage.known_id = _parents.food_id
    where _parents.parent_food_id is not null and _parents.parent_food_id <> '' and _lineage.distance < 8
),

_days as (
    select
        food_id as days_food_id,
        category as days_category,
        place as days_place,
        state as days_state,
        cast(min_days as integer) as min_days,
        cast(likely_days as integer) as likely_days,
        cast(max_days as integer) as max_days
    from query_table(shelf_life)
    where max_days is not null
),

_candidates as (
    select
        _lineage.food_id,
        _days.days_place,
        _days.days_state,
        _lineage.distance,
        'product' as source,
        _days.min_days,
        _days.likely_days,
        _days.max_days
    from _lineage
    inner join _days on _lineage.known_id = _days.days_food_id
    union all
    select
        _foods.food_id,
        _days.days_place,
        _days.days_state,
        99 as distance,
        'category' as source,
        _days.min_days,
        _days.likely_days,
        _days.max_days
    from query_table(foods) as _foods
    inner join _days
        on _foods.category = _days.days_category and (_days.days_food_id is null or _days.days_food_id = '')
)

select
    food_id,
    days_place as place,
    days_state as state,
    arg_min(source, distance) as source,
    arg_min(min_days, distance) as min_days,
    arg_min(likely_days, distance) as likely_days,
    arg_min(max_days, distance) as max_days
from _candidates
group by food_id, days_place, days_state;

-- One row per lot of `lots`, from the periods that `food_periods` made: use it where they are kept as a table.
-- lots: household_id, lot_id, food_id, place, purchased_on, expires_on, date_kind, date_source, opened_on,
-- is_frozen, frozen_on, thawed_on (dates are DATE), unit.
create or replace macro lot_due_dates_by_period(lots, periods) as table
with _lots as (
    select
        household_id,
        lot_id,
        food_id,
        purchased_on,
        opened_on,
        frozen_on,
        thawed_on,
        'opened_' || unit as packed_state,
        coalesce(is_frozen, false) or place = 'freezer' as is_cold,
        case when place in ('fridge', 'freezer') then place else 'cupboard' end as table_place,
        case when coalesce(date_kind, 'none') in ('use_by', 'best_before', 'none') then expires_on end
            as printed_on,
        case when date_kind = 'use_by' then 'use_by' else 'best_before' end as printed_kind,
        coalesce(date_source, 'label') as printed_source
    from query_table(lots)
),

_known as (
    select
        -- A date that only the category of a food guessed yields to what the table knows of the food.
        _lots.* replace (if(
            printed_source = 'category' and printed_kind = 'best_before' and _closed.source = 'product', null, printed_on
        ) as printed_on),
        _closed.source as closed_source,
        _closed.min_days as closed_min,
        _closed.likely_days as closed_likely,
        _closed.max_days as closed_max,
        -- Of a can or a jar the shorter of its days counts.
        if(coalesce(_packed.likely_days < _opened.likely_days, _opened.source is null), _packed.source, _opened.source)
            as opened_source,
        least(_opened.min_days, _packed.min_days) as opened_min,
        least(_opened.likely_days, _packed.likely_days) as opened_likely,
        least(_opened.max_days, _packed.max_days) as opened_max
    from _lots
    left join query_table(periods) as _closed
        on
            _lots.food_id = _closed.food_id
            and _closed.place = case when _lots.is_cold then 'freezer' else _lots.table_place end
            and _closed.state = 'unopened'
    left join query_table(periods) as _opened
        on
            _lots.food_id = _opened.food_id
            and _lots.table_place = _opened.place
            and _opened.state = 'opened'
    left join query_table(periods) as _packed
        on
            _lots.food_id = _packed.food_id
            and _lots.table_place = _packed.place
            and _lots.packed_state = _packed.state
),

_facts as (
    select
        *,
        frozen_on is not null and (printed_on is null or frozen_on <= printed_on) as is_paused,
        coalesce(printed_source in ('history', 'product', 'category'), false) as is_guessed
    from _known
),

-- What holds before opening is considered: printed, thawed (one day), or counted.
_branches as (
    select
        *,
        case
            when is_cold and printed_on is not null and not is_paused then 'printed'
            when
                is_cold and printed_kind = 'best_before'
                and printed_on >= coalesce(coalesce(frozen_on, purchased_on) + closed_likely, printed_on)
                then 'printed'
            when is_cold then 'counted'
            when thawed_on is not null and printed_on is not null and not is_paused
                then case when thawed_on + 1 < printed_on then 'thawed' else 'printed' end
            when thawed_on is not null then 'thawed'
            when printed_on is not null then 'printed'
            else 'counted'
        end as branch,
        case when is_cold then coalesce(frozen_on, purchased_on) else purchased_on end as counted_from
    from _facts
),

_bases as (
    select
        *,
        case branch
            when 'printed' then printed_on
            when 'thawed' then thawed_on + 1
            else counted_from + closed_min
        end as base_earliest,
        case branch
            when 'printed' then printed_on
            when 'thawed' then thawed_on + 1
            else counted_from + closed_likely
        end as base_likely,
        case branch
            when 'printed' then printed_on
            when 'thawed' then thawed_on + 1
            else counted_from + closed_max
        end as base_latest,
        case when branch in ('printed', 'thawed') and printed_on is not null then printed_kind else 'best_before' end
            as base_kind,
        case branch when 'printed' then printed_source when 'thawed' then 'category' else closed_source end
            as base_source,
        branch <> 'printed' or is_guessed as base_is_estimate,
        case when not is_cold then opened_on + opened_min end as cap_earliest,
        case when not is_cold then opened_on + opened_likely end as cap_likely,
        case when not is_cold then opened_on + opened_max end as cap_latest
    from _branches
),

-- Opening may only shorten.
_dues as (
    select
        *,
        least(base_earliest, cap_earliest) as due_earliest,
        least(base_likely, cap_likely) as due_likely,
        least(base_latest, cap_latest) as due_latest,
        coalesce(cap_likely < base_likely, base_likely is null and cap_likely is not null) as is_cut
    from _bases
)

select
    household_id,
    lot_id,
    due_earliest,
    due_likely,
    due_latest,
    case
        when due_likely is null then 'none'
        when base_likely is null then 'best_before'
        else base_kind
    end as due_kind,
    case
        when due_likely is null then null
        when is_cut then opened_source
        else base_source
    end as due_source,
    due_likely is not null and (is_cut or base_is_estimate) as is_estimate
from _dues;

-- The same, straight from the seeds.
create or replace macro lot_due_dates(lots, foods, shelf_life) as table
with _periods as (
    select * from food_periods(foods, shelf_life)
)

select * from lot_due_dates_by_period(lots, '_periods');

-- The badge of a lot on a day; `is_frozen` is null or false for what is not.
create or replace macro risk_band(due_kind, due_likely, due_latest, is_frozen, as_of) as
case
    when due_latest is null then case when is_frozen then 'frozen' else 'unknown' end
    when as_of > due_latest and due_kind = 'use_by' then 'past_use_by'
    when is_frozen then 'frozen'
    when as_of > due_latest then 'past_best_before'
    when due_likely - as_of <= 1 then 'now'
    when due_likely - as_of <= 4 then 'soon'
    else 'fine'
end;
