-- The fold: stock as a function of a set of events, as DuckDB table macros.
--
-- dbt, the live view and analysts call the same macros: raw journal rows -> typed_events (events.sql) -> fold.
--   undone_events       what an undo that counts names
--   effective_events    without what was undone, and without what cannot be
--   fold_origins        one row per lot: how it was made, corrections laid over it
--   fold_history        one row per lot and quantity event: before, after, taken, found, excess
--   fold_states         opened, frozen, thawed and place per lot; a split inherits them up to the split
--   fold_lots           one row per lot; fold and fold_effective chain the steps
--
-- Rules: docs/reference/fold.md. Every macro takes the NAME of a relation. Inner names start with `_`,
-- because a CTE inside a macro would hide a caller's relation of the same name. Amounts are integer
-- thousandths of the lot's unit. Order is (occurred_at, event_id, part), never arrival.

create or replace macro undone_events(src) as table
with recursive
_undo as (
    select household_id, event_id, undoes_event_id
    from query_table(src)
    where kind = 'event_undone' and undoes_event_id is not null and broken_because is null
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
)

select distinct household_id, undoes_event_id as event_id
from _live
where k = (select max(depth) from _chain);

create or replace macro effective_events(src) as table
with _undone as (
    from undone_events(src)
)

select e.*
from query_table(src) as e
anti join _undone as u on u.household_id = e.household_id and u.event_id = e.event_id
where e.kind <> 'event_undone' and e.broken_because is null;

create or replace macro fold_origins(eff) as table
with recursive
_word as (            -- a correction may also clear: a date goes with its kind and source, a price with its currency
    select
        * exclude (cleared),
        list_contains(cleared, 'food_id') as no_food_id,
        list_contains(cleared, 'food_name') as no_food_name,
        list_contains(cleared, 'price_minor') as no_price,
        list_contains(cleared, 'purchased_on') as no_purchase_day,
        list_contains(cleared, 'expires_on') as no_date
    from query_table(eff)
    where kind = 'lot_corrected'
),

_fixed as (           -- what corrections say: the last word per field wins, be it a value or that there is none
    select
        household_id,
        lot_id,
        last(quantity_milli order by occurred_at, event_id) filter (quantity_milli is not null) as quantity_milli,
        last(unit order by occurred_at, event_id) filter (unit is not null) as unit,
        last(food_id order by occurred_at, event_id) filter (food_id is not null or no_food_id) as food_id,
        last(food_name order by occurred_at, event_id) filter (food_name is not null or no_food_name) as food_name,
        last(price_minor order by occurred_at, event_id) filter (price_minor is not null or no_price) as price_minor,
        last(currency order by occurred_at, event_id) filter (currency is not null or no_price) as currency,
        last(purchased_on order by occurred_at, event_id) filter (purchased_on is not null or no_purchase_day)
            as purchased_on,
        last(expires_on order by occurred_at, event_id) filter (expires_on is not null or no_date) as expires_on,
        last(date_kind order by occurred_at, event_id) filter (date_kind is not null or no_date) as date_kind,
        last(date_source order by occurred_at, event_id) filter (date_source is not null or no_date) as date_source,
        coalesce(bool_or(no_food_id), false) as food_id_went,
        coalesce(bool_or(no_food_name), false) as food_name_went,
        coalesce(bool_or(no_price), false) as price_went,
        coalesce(bool_or(no_purchase_day), false) as purchase_day_went,
        coalesce(bool_or(no_date), false) as date_went
    from _word
    group by household_id, lot_id
),

_line as (
    select
        e.bucket, e.household_id, e.lot_id, null::uuid as parent_lot_id, e.lot_id as root_lot_id,
        0 as generation, e.kind as made_by, e.occurred_at as made_at,
        coalesce(f.quantity_milli, e.quantity_milli, 0) as quantity_milli,
        coalesce(f.quantity_milli, e.quantity_milli, 0) as root_quantity_milli,
        coalesce(f.unit, e.unit) as unit,
        if(f.food_id_went, f.food_id, coalesce(f.food_id, e.food_id)) as food_id,
        if(f.food_name_went, f.food_name, coalesce(f.food_name, e.food_name)) as food_name,
        -- What a name was taken for goes with that name; a food that was named has a category of its own.
        if(f.food_name_went or f.food_name is not null, null, e.food_category) as food_category,
        if(f.price_went, f.price_minor, coalesce(f.price_minor, e.price_minor)) as root_price_minor,
        if(f.price_went, f.currency, coalesce(f.currency, e.currency)) as currency,
        if(f.purchase_day_went, f.purchased_on, coalesce(f.purchased_on, e.purchased_on)) as purchased_on,
        if(f.date_went, f.expires_on, coalesce(f.expires_on, e.expires_on)) as expires_on,
        if(f.date_went, f.date_kind, coalesce(f.date_kind, e.date_kind)) as date_kind,
        if(f.date_went, f.date_source, coalesce(f.date_source, e.date_source)) as date_source,
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
        if(f.food_id_went, f.food_id, coalesce(f.food_id, p.food_id)),
        if(f.food_name_went, f.food_name, coalesce(f.food_name, p.food_name)),
        if(f.food_name_went or f.food_name is not null, null, p.food_category),
        p.root_price_minor, p.currency,
        if(f.purchase_day_went, f.purchased_on, coalesce(f.purchased_on, p.purchased_on)),
        if(f.date_went, f.expires_on, coalesce(f.expires_on, p.expires_on)),
        if(f.date_went, f.date_kind, coalesce(f.date_kind, p.date_kind)),
        if(f.date_went, f.date_source, coalesce(f.date_source, p.date_source)),
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

-- Each event maps the amount x to max(x + shift, least): what is asked for shifts it; a making or a reset shifts it
-- below every amount (a lot never holds more than 10^9 thousandths) and leaves its own. Such maps in a row are one
-- such map again: the sum of their shifts, and the highest level that one of them left behind.
_shifts as (
    select
        *,
        if(late = 0 or resets, -4000000000, asked_milli) as shift,
        if(late = 0 or resets, asked_milli, 0) as least_milli
    from _moves
),

_ordered as (        -- windows over households: DuckDB pays for every partition, and there are many lots
    select
        *,
        row_number() over w as step,
        (sum(shift) over w)::bigint as running
    from _shifts
    window w as (
        partition by household_id order by lot_id, late, occurred_at, event_id, part rows unbounded preceding
    )
),

_both_sides as (
    select
        *,
        running + max(least_milli - running) over w as after_milli,
        if(
            late = 0, 0,
            running - shift + max(least_milli - running) over (w rows between unbounded preceding and 1 preceding)
        ) as before_milli
    from _ordered
    window w as (partition by household_id order by step)
)

select
    bucket, household_id, lot_id, step, late, occurred_at, event_id, part, what, reason, destination, is_edible, method,
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
        null::timestamp as cut_at, null::uuid as cut_event_id, coalesce(place = 'freezer', false) as came_frozen
    from query_table(origins)
    union all
    select
        s.household_id, s.lot_id, p.lot_id, p.parent_lot_id, p.generation, c.made_at, c.lot_id, s.came_frozen
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
        s.household_id, s.lot_id, s.generation, s.came_frozen, e.late, e.occurred_at, e.event_id, e.kind, e.place,
        case e.kind when 'lot_frozen' then true when 'lot_thawed' then false when 'lot_moved' then false end as freezes
    from _seen as s
    join _said as e on e.household_id = s.household_id and e.lot_id = s.source_lot_id
    where s.cut_at is null or e.late = 0 or (e.occurred_at, e.event_id) < (s.cut_at, s.cut_event_id)
),

_cold as (           -- lots that ever lay in a freezer: few
    select distinct household_id, lot_id
    from _heard
    where came_frozen or kind in ('lot_frozen', 'lot_thawed')
),

_turned as (         -- what was frozen and is moved out of the freezer thaws, whatever the click was called
    select
        h.*,
        case
            when h.kind <> 'lot_moved' then h.freezes
            when lag(h.freezes, 1, h.came_frozen) over (
                partition by h.household_id, h.lot_id order by h.generation, h.late, h.occurred_at, h.event_id
            ) then false
        end as turn
    from _heard as h
    semi join _cold as c on c.household_id = h.household_id and c.lot_id = h.lot_id
    where h.freezes is not null
),

_first_said as (     -- saying again that it froze or thawed does not start its days again
    select
        household_id, lot_id, occurred_at, turn,
        lag(turn, 1, if(came_frozen, true, null)) over (
            partition by household_id, lot_id order by generation, late, occurred_at, event_id
        ) as turn_before
    from _turned
    where turn is not null
),

_times as (
    select
        household_id, lot_id,
        max(occurred_at) filter (turn and turn_before is distinct from true) as frozen_at,
        max(occurred_at) filter (not turn and turn_before is distinct from false) as thawed_at
    from _first_said
    group by household_id, lot_id
),

_last_said as (
    select
        household_id, lot_id,
        min(occurred_at) filter (kind = 'lot_opened') as opened_at,
        last(place order by generation, late, occurred_at, event_id) filter (place is not null) as place,
        last(freezes order by generation, late, occurred_at, event_id) filter (freezes is not null) as is_frozen
    from _heard
    group by household_id, lot_id
)

select l.*, t.frozen_at, t.thawed_at
from _last_said as l
left join _times as t on t.household_id = l.household_id and t.lot_id = l.lot_id;

create or replace macro fold_lots(origins, history, states) as table
with _summed as (
    select
        household_id,
        lot_id,
        arg_max(after_milli, step) as stock_milli,
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
    o.food_id, o.food_name, o.food_category, o.unit,
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

create or replace macro fold_effective(eff) as table
with
_origins as materialized (from fold_origins(eff)),
_history as materialized (from fold_history(eff, '_origins')),
_states as materialized (from fold_states(eff, '_origins'))
from fold_lots('_origins', '_history', '_states');

create or replace macro fold(src) as table
with
_eff as materialized (          -- only what is read below: a materialised CTE is scanned whole each time
    select
        bucket, household_id, event_id, part, kind, occurred_at, lot_id, food_id, food_name, food_category,
        quantity_milli, unit,
        price_minor, currency, place, purchased_on, expires_on, date_kind, date_source, cleared,
        reason, destination, is_edible, method, document_sha256, document_line
    from effective_events(src)
)
from fold_effective('_eff');
