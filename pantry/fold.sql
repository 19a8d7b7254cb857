-- The fold: stock as a function of a set of events, as DuckDB table macros.
--
-- dbt, the live view and analysts call the same macros: raw journal rows -> typed_events -> fold.
--   typed_events(src)   one row per event part (a dish names several lots: one part for each)
--   effective_events    without what was undone
--   fold_origins        one row per lot: how it was made, corrections laid over it
--   fold_history        one row per lot and quantity event: before, after, taken, found, excess
--   fold_states         opened, frozen, thawed and place per lot; a split inherits them up to the split
--   fold_lots, fold     one row per lot
--
-- Rules: docs/reference/fold.md. Every macro takes the NAME of a relation. Inner names start with `_`,
-- because a CTE inside a macro would hide a caller's relation of the same name. Amounts are integer
-- thousandths of the lot's unit. Order is (occurred_at, event_id, part), never arrival.

create or replace macro typed_events(src) as table
with _parsed as (
    select
        *,
        from_json(payload, '{
            "lot_id": "UUID", "undoes_event_id": "UUID", "food_id": "VARCHAR", "food_name": "VARCHAR",
            "quantity": "DECIMAL(13,3)", "unit": "VARCHAR", "price_minor": "BIGINT", "currency": "VARCHAR",
            "place": "VARCHAR", "purchased_on": "DATE", "expires_on": "DATE", "date_kind": "VARCHAR",
            "date_source": "VARCHAR", "reason": "VARCHAR", "destination": "VARCHAR", "is_edible": "BOOLEAN",
            "method": "VARCHAR", "document_sha256": "VARCHAR", "document_line": "INTEGER", "gtin": "VARCHAR",
            "confidence_permille": "SMALLINT", "recipe_id": "VARCHAR", "title": "VARCHAR", "answer": "VARCHAR",
            "ingredients": [{"lot_id": "UUID", "quantity": "DECIMAL(13,3)"}],
            "leftover": {
                "food_id": "VARCHAR", "food_name": "VARCHAR", "quantity": "DECIMAL(13,3)", "unit": "VARCHAR",
                "place": "VARCHAR", "expires_on": "DATE", "date_kind": "VARCHAR", "date_source": "VARCHAR"
            }
        }') as _said
    from query_table(src)
),

_plain as (
    select
        bucket,
        household_id,
        seq,
        event_id::uuid as event_id,
        0::integer as part,
        kind,
        make_timestamp(occurred_at_us) as occurred_at,
        make_timestamp(recorded_at_us) as recorded_at,
        actor,
        source,
        case
            when kind = 'lot_acquired' then event_id::uuid
            when kind = 'dish_cooked' then if(_said.leftover.quantity is null, null, event_id::uuid)
            else _said.lot_id
        end as lot_id,
        _said.undoes_event_id as undoes_event_id,
        coalesce(_said.food_id, _said.leftover.food_id) as food_id,
        coalesce(_said.food_name, _said.leftover.food_name) as food_name,
        (coalesce(_said.quantity, _said.leftover.quantity) * 1000)::bigint as quantity_milli,
        coalesce(_said.unit, _said.leftover.unit) as unit,
        _said.price_minor as price_minor,
        _said.currency as currency,
        coalesce(_said.place, _said.leftover.place) as place,
        _said.purchased_on as purchased_on,
        coalesce(_said.expires_on, _said.leftover.expires_on) as expires_on,
        coalesce(_said.date_kind, _said.leftover.date_kind) as date_kind,
        coalesce(_said.date_source, _said.leftover.date_source) as date_source,
        _said.reason as reason,
        _said.destination as destination,
        _said.is_edible as is_edible,
        _said.method as method,
        _said.document_sha256 as document_sha256,
        _said.document_line as document_line,
        _said.gtin as gtin,
        _said.confidence_permille as confidence_permille,
        _said.recipe_id as recipe_id,
        _said.answer as answer,
        payload,
        payload_version,
        _said.ingredients as _ingredients
    from _parsed
),

_dish_part as (
    select
        d.*,
        generate_subscripts(d._ingredients, 1)::integer as _part,
        unnest(d._ingredients) as _ingredient
    from _plain as d
    where d.kind = 'dish_cooked'
)

select * exclude (_ingredients) from _plain
union all
select
    * exclude (_ingredients, _part, _ingredient) replace (
        _part as part,
        'dish_used' as kind,
        _ingredient.lot_id as lot_id,
        (_ingredient.quantity * 1000)::bigint as quantity_milli,
        null::varchar as food_id, null::varchar as food_name, null::varchar as unit, null::varchar as place,
        null::date as expires_on, null::varchar as date_kind, null::varchar as date_source
    )
from _dish_part;

create or replace macro effective_events(src) as table
with recursive
_undo as (
    select household_id, event_id, undoes_event_id
    from query_table(src)
    where kind = 'event_undone' and undoes_event_id is not null
),

_chain as (          -- only undos whose chain ends outside the undos: a ring can never start
    select u.household_id, u.event_id, u.undoes_event_id, 1 as depth
    from _undo as u
    anti join _undo as t on t.household_id = u.household_id and t.event_id = u.undoes_event_id
    union all
    select u.household_id, u.event_id, u.undoes_event_id, c.depth + 1
    from _undo as u
    join _chain as c on c.household_id = u.household_id and c.event_id = u.undoes_event_id
),

_live as (           -- round k: an undo is live unless a live undo of round k-1 names it; right after max(depth) rounds
    select 1 as k, household_id, event_id, undoes_event_id from _chain
    union all
    select r.k + 1, c.household_id, c.event_id, c.undoes_event_id
    from (select distinct k from _live) as r
    cross join _chain as c
    anti join _live as l on l.household_id = c.household_id and l.undoes_event_id = c.event_id
    where r.k < (select max(depth) from _chain)
),

_undone as (
    select household_id, undoes_event_id from _live where k = (select max(depth) from _chain)
)

select e.*
from query_table(src) as e
anti join _undone as u on u.household_id = e.household_id and u.undoes_event_id = e.event_id
where e.kind <> 'event_undone';

create or replace macro fold_origins(eff) as table
with recursive
_fixed as (           -- what corrections say: the last word per field wins
    select
        household_id,
        lot_id,
        last(quantity_milli order by occurred_at, event_id) filter (quantity_milli is not null) as quantity_milli,
        last(unit order by occurred_at, event_id) filter (unit is not null) as unit,
        last(food_id order by occurred_at, event_id) filter (food_id is not null) as food_id,
        last(food_name order by occurred_at, event_id) filter (food_name is not null) as food_name,
        last(price_minor order by occurred_at, event_id) filter (price_minor is not null) as price_minor,
        last(currency order by occurred_at, event_id) filter (currency is not null) as currency,
        last(purchased_on order by occurred_at, event_id) filter (purchased_on is not null) as purchased_on,
        last(expires_on order by occurred_at, event_id) filter (expires_on is not null) as expires_on,
        last(date_kind order by occurred_at, event_id) filter (date_kind is not null) as date_kind,
        last(date_source order by occurred_at, event_id) filter (date_source is not null) as date_source
    from query_table(eff)
    where kind = 'lot_corrected'
    group by household_id, lot_id
),

_line as (
    select
        e.bucket, e.household_id, e.lot_id, null::uuid as parent_lot_id, e.lot_id as root_lot_id,
        0 as generation, e.kind as made_by, e.occurred_at as made_at,
        coalesce(f.quantity_milli, e.quantity_milli, 0) as quantity_milli,
        coalesce(f.quantity_milli, e.quantity_milli, 0) as root_quantity_milli,
        coalesce(f.unit, e.unit) as unit,
        coalesce(f.food_id, e.food_id) as food_id,
        coalesce(f.food_name, e.food_name) as food_name,
        coalesce(f.price_minor, e.price_minor) as root_price_minor,
        coalesce(f.currency, e.currency) as currency,
        coalesce(f.purchased_on, e.purchased_on) as purchased_on,
        coalesce(f.expires_on, e.expires_on) as expires_on,
        coalesce(f.date_kind, e.date_kind) as date_kind,
        coalesce(f.date_source, e.date_source) as date_source,
        e.place, null::varchar as split_place, e.document_sha256, e.document_line
    from query_table(eff) as e
    left join _fixed as f on f.household_id = e.household_id and f.lot_id = e.lot_id
    where e.kind = 'lot_acquired' or (e.kind = 'dish_cooked' and e.lot_id is not null)
    union all
    select
        e.bucket, e.household_id, e.event_id, e.lot_id, p.root_lot_id,
        p.generation + 1, e.kind, e.occurred_at,
        coalesce(f.quantity_milli, e.quantity_milli, 0),
        p.root_quantity_milli,
        p.unit,
        coalesce(f.food_id, p.food_id),
        coalesce(f.food_name, p.food_name),
        p.root_price_minor, p.currency,
        coalesce(f.purchased_on, p.purchased_on),
        coalesce(f.expires_on, p.expires_on),
        coalesce(f.date_kind, p.date_kind),
        coalesce(f.date_source, p.date_source),
        p.place, e.place, p.document_sha256, p.document_line
    from query_table(eff) as e
    join _line as p on p.household_id = e.household_id and p.lot_id = e.lot_id
    left join _fixed as f on f.household_id = e.household_id and f.lot_id = e.event_id
    where e.kind = 'lot_split'
)

select * from _line;

create or replace macro fold_history(eff, origins) as table
with
_moves as (
    select
        bucket, household_id, lot_id, 0 as late, made_at as occurred_at, lot_id as event_id, 0 as part,
        case made_by when 'lot_split' then 'split_in' else made_by end as what,
        null::varchar as reason, null::varchar as destination, null::boolean as is_edible, null::varchar as method,
        false as resets, quantity_milli as asked_milli
    from query_table(origins)
    union all
    select
        bucket, household_id, parent_lot_id, 1, made_at, lot_id, 0, 'lot_split',
        null, null, null, null, false, -quantity_milli
    from query_table(origins)
    where generation > 0
    union all
    select
        e.bucket, e.household_id, e.lot_id, 1, e.occurred_at, e.event_id, e.part, e.kind,
        e.reason, e.destination, e.is_edible, e.method,
        e.kind = 'lot_counted' or e.quantity_milli is null,       -- no quantity: "the rest"
        if(e.kind = 'lot_counted', coalesce(e.quantity_milli, 0), -coalesce(e.quantity_milli, 0))
    from query_table(eff) as e
    semi join query_table(origins) as o on o.household_id = e.household_id and o.lot_id = e.lot_id
    where e.kind in ('lot_consumed', 'lot_discarded', 'lot_counted', 'dish_used')
),

_part as (           -- sum(if()) instead of count(*) filter: the filter form is minutes slower on large tables
    select
        *,
        sum(if(resets, 1, 0)) over w as stretch,
        (sum(asked_milli) over w)::bigint as running
    from _moves
    window w as (partition by lot_id order by late, occurred_at, event_id, part rows unbounded preceding)
),

_held as (           -- a sum that never goes below zero is a reflection: the sum minus its running minimum
    select
        *,
        running - least(first_value(running - asked_milli) over w, min(running) over w) as after_milli
    from _part
    window w as (
        partition by lot_id, stretch order by late, occurred_at, event_id, part rows unbounded preceding
    )
),

_both_sides as (
    select
        *,
        lag(after_milli, 1, 0) over (partition by lot_id order by late, occurred_at, event_id, part) as before_milli
    from _held
)

select
    bucket, household_id, lot_id, late, occurred_at, event_id, part, what, reason, destination, is_edible, method,
    before_milli, after_milli,
    case
        when what in ('lot_consumed', 'lot_discarded', 'dish_used') then before_milli - after_milli
    end as taken_milli,
    case
        when what = 'lot_counted' then after_milli - before_milli
        when what = 'lot_split' then after_milli - before_milli - asked_milli
    end as found_milli,                                           -- below zero: lost
    case
        when what in ('lot_consumed', 'lot_discarded', 'dish_used') and not resets
            then -asked_milli - (before_milli - after_milli)
        else 0
    end as excess_milli
from _both_sides;

create or replace macro fold_states(eff, origins) as table
with recursive
_seen as (           -- a lot's own events, and each ancestor's up to the moment of the split from it
    select
        household_id, lot_id, lot_id as source_lot_id, parent_lot_id, generation,
        null::timestamp as cut_at, null::uuid as cut_event_id
    from query_table(origins)
    union all
    select
        s.household_id, s.lot_id, p.lot_id, p.parent_lot_id, p.generation, c.made_at, c.lot_id
    from _seen as s
    join query_table(origins) as p on p.household_id = s.household_id and p.lot_id = s.parent_lot_id
    join query_table(origins) as c on c.household_id = s.household_id and c.lot_id = s.source_lot_id
),

_said as (
    select
        household_id, lot_id,
        if(kind = 'lot_moved' and place = 'freezer', 'lot_frozen', kind) as kind,  -- what lies in the freezer freezes
        1 as late, occurred_at, event_id, place
    from query_table(eff)
    where kind in ('lot_opened', 'lot_moved', 'lot_frozen', 'lot_thawed')
    union all
    select
        household_id, lot_id, if(split_place = 'freezer', 'lot_frozen', 'lot_moved'),
        0, made_at, lot_id, split_place                           -- the making comes first, whatever its date
    from query_table(origins)
    where split_place is not null
),

_heard as (
    select
        s.household_id, s.lot_id, s.generation, e.late, e.occurred_at, e.event_id, e.kind, e.place,
        case e.kind when 'lot_frozen' then true when 'lot_thawed' then false when 'lot_moved' then false end as freezes
    from _seen as s
    join _said as e on e.household_id = s.household_id and e.lot_id = s.source_lot_id
    where s.cut_at is null or e.late = 0 or (e.occurred_at, e.event_id) < (s.cut_at, s.cut_event_id)
),

_before as (         -- what was frozen and is moved out of the freezer thaws, whatever the click was called
    select
        h.*,
        coalesce(
            last_value(h.freezes ignore nulls) over (
                partition by h.household_id, h.lot_id
                order by h.generation, h.late, h.occurred_at, h.event_id
                rows between unbounded preceding and 1 preceding
            ),
            o.place = 'freezer'
        ) as was_frozen
    from _heard as h
    join query_table(origins) as o on o.household_id = h.household_id and o.lot_id = h.lot_id
)

select
    household_id,
    lot_id,
    min(occurred_at) filter (kind = 'lot_opened') as opened_at,
    last(place order by generation, late, occurred_at, event_id) filter (place is not null) as place,
    last(freezes order by generation, late, occurred_at, event_id) filter (freezes is not null) as is_frozen,
    max(occurred_at) filter (kind = 'lot_frozen') as frozen_at,
    max(occurred_at) filter (kind = 'lot_thawed' or (kind = 'lot_moved' and was_frozen)) as thawed_at
from _before
group by household_id, lot_id;

create or replace macro fold_lots(origins, history, states) as table
with _summed as (
    select
        household_id,
        lot_id,
        last(after_milli order by late, occurred_at, event_id, part) as stock_milli,
        coalesce(sum(taken_milli) filter (what = 'lot_consumed'), 0)::bigint as eaten_milli,
        coalesce(sum(taken_milli) filter (what = 'dish_used'), 0)::bigint as into_dishes_milli,
        coalesce(sum(taken_milli) filter (
            what = 'lot_discarded' and coalesce(destination, '') not in ('given_away', 'animal_feed')
        ), 0)::bigint as discarded_milli,
        coalesce(sum(taken_milli) filter (
            what = 'lot_discarded' and destination = 'given_away'
        ), 0)::bigint as given_away_milli,
        coalesce(sum(taken_milli) filter (
            what = 'lot_discarded' and destination = 'animal_feed'
        ), 0)::bigint as fed_to_animals_milli,
        coalesce(sum(before_milli - after_milli + found_milli) filter (what = 'lot_split'), 0)::bigint as split_out_milli,
        coalesce(sum(found_milli), 0)::bigint as found_milli,
        sum(excess_milli)::bigint as excess_milli,
        max(occurred_at) as last_event_at,
        count(*) as quantity_events
    from query_table(history)
    group by household_id, lot_id
)

select
    o.bucket, o.household_id, o.lot_id, o.parent_lot_id, o.root_lot_id, o.generation, o.made_by,
    o.food_id, o.food_name, o.unit,
    o.root_price_minor, o.root_quantity_milli, o.currency,
    o.purchased_on, o.expires_on, o.date_kind, o.date_source,
    o.document_sha256, o.document_line,
    o.made_at,
    o.quantity_milli as acquired_milli,
    h.found_milli, h.eaten_milli, h.into_dishes_milli, h.discarded_milli, h.given_away_milli,
    h.fed_to_animals_milli, h.split_out_milli, h.stock_milli, h.excess_milli,
    s.opened_at,
    coalesce(s.place, o.place) as place,
    coalesce(s.is_frozen, o.place = 'freezer') as is_frozen,
    s.frozen_at,                  -- frozen at home; null for what was bought frozen
    s.thawed_at,
    h.last_event_at, h.quantity_events
from query_table(origins) as o
join _summed as h on h.household_id = o.household_id and h.lot_id = o.lot_id
left join query_table(states) as s on s.household_id = o.household_id and s.lot_id = o.lot_id;

create or replace macro fold(src) as table
with
_eff as materialized (from effective_events(src)),
_origins as materialized (from fold_origins('_eff')),
_history as materialized (from fold_history('_eff', '_origins')),
_states as materialized (from fold_states('_eff', '_origins'))
from fold_lots('_origins', '_history', '_states');
