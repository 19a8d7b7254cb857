-- How closely a household follows a food: exact amounts, only whether it is there (presence), or not at all (none).
-- DuckDB table macros, the twin of pantry/tracking.py for what is true now; a test holds both equal.
--
-- The word about the food itself counts most, then about the nearest food above it, its category, the place it
-- lies in, and `*` for everything; without a word, exact. A change holds from its time on; what was set on a household's
-- first day is how it began and holds from the beginning. A household's words are replaced whole by its next ones.
-- Inner names start with `_`.

-- One row per word a household said: key (food, category, place or *), depth, and the time for which it held.
-- households: household_id, created_at (UTC), time_zone.
create or replace macro tracking_words(eff, households) as table
with _said as (
    select
        e.household_id, e.occurred_at, e.event_id,
        from_json(e.payload -> '$.tracking', '"MAP(VARCHAR, VARCHAR)"') as _words,
        if(
            (e.occurred_at at time zone 'UTC' at time zone h.time_zone)::date
            <= (h.created_at at time zone 'UTC' at time zone h.time_zone)::date,
            '-infinity'::timestamp, e.occurred_at
        ) as _from
    from query_table(eff) as e
    join query_table(households) as h on h.household_id = e.household_id
    where e.kind in ('household_created', 'household_changed') and json_type(e.payload, '$.tracking') = 'OBJECT'
),

_held as (
    select
        *,
        lead(_from) over (partition by household_id order by occurred_at, event_id) as _until
    from _said
),

_each as (           -- to take every word back is to say that everything is exact: it ends what was said before
    select
        household_id, _from as valid_from, _until as valid_to,
        unnest(if(cardinality(_words) = 0, [{ 'key': '*', 'value': 'exact' }], map_entries(_words))) as _word
    from _held
    where _until is null or _until > _from
)

select household_id, valid_from, valid_to, _word['key'] as key, _word['value'] as depth from _each;

-- One row per lot and time from which it lay in a place, for the households of `words` alone. What a lot that was
-- split off inherits from its ancestors counts as its first place.
create or replace macro lot_places(eff, origins, words) as table
with recursive
_asked as (
    select o.*
    from query_table(origins) as o
    where o.household_id in (select household_id from query_table(words))
),

_moves as (
    select household_id, lot_id, occurred_at, event_id, place
    from query_table(eff)
    where
        kind in ('lot_moved', 'lot_frozen', 'lot_thawed') and place is not null
        and household_id in (select household_id from query_table(words))
),

_seen as (
    select household_id, lot_id, parent_lot_id as source_lot_id, made_at as cut_at, lot_id as cut_event_id, 1 as up
    from _asked
    where parent_lot_id is not null
    union all
    select s.household_id, s.lot_id, p.parent_lot_id, p.made_at, p.lot_id, s.up + 1
    from _seen as s
    join _asked as p on p.household_id = s.household_id and p.lot_id = s.source_lot_id
    where p.parent_lot_id is not null
),

_inherited as (      -- the nearest ancestor that was moved, or put elsewhere when it was split off itself
    select s.household_id, s.lot_id, s.up, 1 as _late, m.occurred_at, m.event_id, m.place
    from _seen as s
    join _moves as m
        on m.household_id = s.household_id and m.lot_id = s.source_lot_id
        and (m.occurred_at, m.event_id) < (s.cut_at, s.cut_event_id)
    union all
    select s.household_id, s.lot_id, s.up, 0, p.made_at, p.lot_id, p.split_place
    from _seen as s
    join _asked as p on p.household_id = s.household_id and p.lot_id = s.source_lot_id
    where p.split_place is not null
),

_last as (
    select household_id, lot_id, last(place order by up desc, _late asc, occurred_at asc, event_id asc) as place
    from _inherited
    group by household_id, lot_id
)

select
    a.household_id, a.lot_id, '-infinity'::timestamp as valid_from,
    coalesce(a.split_place, l.place, a.place) as place
from _asked as a
left join _last as l on l.household_id = a.household_id and l.lot_id = a.lot_id
union all
select m.household_id, m.lot_id, m.occurred_at, last(m.place order by m.event_id)
from _moves as m
semi join _asked as a on a.household_id = m.household_id and a.lot_id = m.lot_id
group by m.household_id, m.lot_id, m.occurred_at;

-- One row per lot and span of time with one depth, for the households of `words`. families: food_id,
-- ancestor_food_id, distance (0 for itself); foods: food_id, category. origins: also facts_food_id, what an own food
-- counts like, which stands above it as a food above a food does.
create or replace macro tracking_spans(origins, places, words, families, foods) as table
with _points as (
    select household_id, lot_id, valid_from from query_table(places)
    union
    select p.household_id, p.lot_id, w.valid_from
    from (select distinct household_id, lot_id from query_table(places)) as p
    join (select distinct household_id, valid_from from query_table(words)) as w on w.household_id = p.household_id
),

_placed as (
    select p.household_id, p.lot_id, p.valid_from, l.place
    from _points as p
    asof join query_table(places) as l
        on l.household_id = p.household_id and l.lot_id = p.lot_id and l.valid_from <= p.valid_from
),

_said as (
    select
        p.household_id, p.lot_id, p.valid_from,
        arg_min(
            w.depth,
            case
                when w.key = o.food_id then 0
                when a.food_id is not null then a.distance + 1
                when w.key = p.place then 200
                when w.key = f.category then 100
                else 300
            end
        ) as depth
    from _placed as p
    join query_table(origins) as o on o.household_id = p.household_id and o.lot_id = p.lot_id
    join query_table(words) as w
        on w.household_id = p.household_id
        and w.valid_from <= p.valid_from and (w.valid_to is null or w.valid_to > p.valid_from)
    left join query_table(foods) as f on f.food_id = o.facts_food_id
    left join query_table(families) as a on a.food_id = o.facts_food_id and a.ancestor_food_id = w.key
    where a.food_id is not null or w.key in (o.food_id, p.place, f.category, '*')
    group by p.household_id, p.lot_id, p.valid_from
)

select
    p.household_id, p.lot_id, p.valid_from,
    lead(p.valid_from) over (partition by p.household_id, p.lot_id order by p.valid_from) as valid_to,
    p.place,
    coalesce(s.depth, 'exact') as tracking
from _placed as p
left join _said as s on s.household_id = p.household_id and s.lot_id = p.lot_id and s.valid_from = p.valid_from;
