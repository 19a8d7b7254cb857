-- Typed events: raw journal rows as columns, and which of them cannot be.
--
--   typed_events(src)                     one row per event part (a dish names several lots: one part for each)
--   checked_facts(typed)                  the same; a fact about a household or a document can be broken too
--   checked_events(typed, foods, units)   the same; what names a food or a unit that no table knows is broken too
--
-- `broken_because` says why an event cannot be; it is null for a sound one. A broken event is kept, shown and
-- counted, and moves nothing: `effective_events` leaves it out. The rules are those of pantry/kinds/payloads.py and
-- pantry/journal.py, so what `append` wrote is never broken; a test holds both equal. Every macro takes the NAME
-- of a relation; inner names start with `_`.

-- Whether JSON says a field that could not be understood. Text inside a value cannot look like the quoted name.
create or replace macro _is_unread(said, payload, field) as case
    when said is not null then false
    when contains(payload, '"' || split_part(field, '.', -1) || '"')
        then coalesce(json_type(payload, '$.' || field) <> 'NULL', false)
    else false
end;

create or replace macro _is_no_amount(quantity) as coalesce(quantity <= 0 or quantity > 1000000, false);

create or replace macro _is_no_day(day) as coalesce(day not between date '1990-01-01' and date '2100-12-31', false);

create or replace macro _is_no_name(name) as coalesce(length(name) not between 1 and 200, false);

-- The word lists of pantry/vocabulary.py. A cast, because DuckDB takes milliseconds to plan each long `in (…)`.
create or replace macro _is_no_place(word) as word is not null and try_cast(word as enum(
    'fridge', 'freezer', 'cupboard', 'counter', 'cellar', 'other'
)) is null;

create or replace macro _is_no_reason(word) as word is not null and try_cast(word as enum(
    'date_passed', 'spoiled', 'left_too_long_opened', 'freezer_burn', 'forgotten',
    'cooked_too_much', 'plate_leftover', 'bought_too_much', 'preference', 'health_diet',
    'accident', 'recall', 'inedible_part', 'possibly_avoidable', 'unknown'
)) is null;

create or replace macro _is_no_destination(word) as word is not null and try_cast(word as enum(
    'animal_feed', 'bio_material', 'anaerobic_digestion', 'compost', 'combustion',
    'land_application', 'landfill', 'not_harvested', 'refuse', 'sewer', 'given_away', 'unknown'
)) is null;

create or replace macro _is_no_date_kind(word) as word is not null and try_cast(word as enum(
    'use_by', 'best_before', 'sell_by', 'packed_on', 'none'
)) is null;

create or replace macro _is_no_date_source(word) as word is not null and try_cast(word as enum(
    'user', 'label', 'ocr', 'history', 'product', 'category'
)) is null;

create or replace macro _is_no_method(word) as word is not null and try_cast(word as enum(
    'weighed', 'counted', 'guessed'
)) is null;

create or replace macro _is_no_category(word) as word is not null and try_cast(word as enum(
    'produce', 'dairy', 'eggs', 'meat', 'fish', 'deli', 'bakery', 'frozen', 'pantry', 'snacks', 'beverages', 'alcohol',
    'baby', 'household', 'personal care', 'deposit', 'other'
)) is null;

-- A whole number within bounds, where JSON says one.
create or replace macro _is_no_whole(payload, path, least, most) as
coalesce(json_type(payload, path), 'NULL') <> 'NULL'
and coalesce(try_cast(payload ->> path as bigint) not between least and most, true);

create or replace macro _is_no_sha256(word) as not regexp_full_match(coalesce(word, ''), '[0-9a-f]{64}');

-- Whether a field that a mart reads cannot be, of the kinds whose fields have no column of their own.
create or replace macro _is_no_fact(kind, payload) as case
    when coalesce(json_type(payload), '') <> 'OBJECT' then true
    when kind = 'line_reviewed' then
        _is_no_sha256(payload ->> '$.document_sha256')
        or (payload ->> '$.line_no') is null
        or _is_no_whole(payload, '$.line_no', 0, 2147483647)
        or _is_no_whole(payload, '$.occurrence', 0, 2147483647)
        or _is_no_whole(payload, '$.part', 0, 2147483647)
        or (payload ->> '$.by_machine') is not null and try_cast(payload ->> '$.by_machine' as boolean) is null
        or coalesce((payload ->> '$.decision') not in ('accepted', 'corrected', 'not_food', 'ignored'), true)
    when kind in ('household_created', 'household_changed') then
        _is_no_whole(payload, '$.people', 1, 50)
        or coalesce((payload ->> '$.language') not in ('en', 'de'), false)
        or coalesce((payload ->> '$.unit_system') not in ('metric', 'us'), false)
        or not regexp_full_match(coalesce(payload ->> '$.currency', 'EUR'), '[A-Z]{3}')
        or (payload ->> '$.is_simulated') is not null and try_cast(payload ->> '$.is_simulated' as boolean) is null
        or coalesce(json_type(payload, '$.tracking'), 'NULL') not in ('OBJECT', 'NULL')
        or len(list_filter(
            json_extract_string(payload, '$.tracking.*'),
            lambda x: coalesce(x not in ('exact', 'presence', 'none'), true)
        )) > 0
        or coalesce(json_type(payload, '$.minimum_stock'), 'NULL') not in ('OBJECT', 'NULL')
        or len(list_filter(
            json_extract(payload, '$.minimum_stock.*'),
            lambda x:
                (x ->> '$[1]') is null
                or coalesce(try_cast(x ->> '$[0]' as decimal(13, 3)) not between 0.001 and 1000000, true)
        )) > 0
    when kind = 'day_confirmed' then
        coalesce(try_cast(payload ->> '$.day' as date) not between date '1990-01-01' and date '2100-12-31', true)
    when kind = 'document_received' then _is_no_sha256(payload ->> '$.sha256')
    else false
end;

create or replace macro typed_events(src) as table
with _parsed as (
    select
        *,
        try_cast(event_id as uuid) as _id,
        make_timestamp(greatest(least(recorded_at_us, 4133980800000000), 0)) as _recorded_at,      -- 1970 to 2101
        -- What is no JSON becomes null here, and the rules below name it.
        try(from_json(payload, '{
            "lot_id": "UUID", "undoes_event_id": "UUID", "food_id": "VARCHAR", "food_name": "VARCHAR",
            "food_category": "VARCHAR", "quantity": "DECIMAL(13,3)", "unit": "VARCHAR", "price_minor": "BIGINT", "currency": "VARCHAR",
            "place": "VARCHAR", "purchased_on": "DATE", "expires_on": "DATE", "date_kind": "VARCHAR",
            "date_source": "VARCHAR", "reason": "VARCHAR", "destination": "VARCHAR", "is_edible": "BOOLEAN",
            "method": "VARCHAR", "document_sha256": "VARCHAR", "document_line": "INTEGER", "gtin": "VARCHAR",
            "confidence_permille": "SMALLINT", "recipe_id": "VARCHAR", "answer": "VARCHAR", "cleared": ["VARCHAR"],
            "ingredients": [{"lot_id": "UUID", "quantity": "DECIMAL(13,3)"}],
            "leftover": {
                "food_id": "VARCHAR", "food_name": "VARCHAR", "quantity": "DECIMAL(13,3)", "unit": "VARCHAR",
                "place": "VARCHAR", "expires_on": "DATE", "date_kind": "VARCHAR", "date_source": "VARCHAR"
            }
        }')) as _said
    from query_table(src)
),

_named as (
    select * replace (coalesce(_id, md5(event_id)::uuid) as _id), _id is not null as _has_id
    from _parsed
),

_plain as (
    select
        bucket,
        household_id,
        seq,
        _id as event_id,
        0::integer as part,
        kind,
        make_timestamp(greatest(least(occurred_at_us, 4133980800000000), 0)) as occurred_at,
        _recorded_at as recorded_at,
        actor,
        source,
        case
            when kind = 'lot_acquired' then _id
            when kind = 'dish_cooked' then if(_said.leftover.quantity is null, null, _id)
            else _said.lot_id
        end as lot_id,
        _said.undoes_event_id as undoes_event_id,
        coalesce(_said.food_id, _said.leftover.food_id) as food_id,
        coalesce(_said.food_name, _said.leftover.food_name) as food_name,
        _said.food_category as food_category,
        (coalesce(_said.quantity, _said.leftover.quantity) * 1000)::bigint as quantity_milli,
        coalesce(_said.unit, _said.leftover.unit) as unit,
        _said.price_minor as price_minor,
        _said.currency as currency,
        coalesce(_said.place, _said.leftover.place, case
            when kind = 'lot_frozen' then 'freezer'
            when kind = 'lot_thawed' or kind = 'dish_cooked' and _said.leftover is not null then 'fridge'
        end) as place,
        _said.purchased_on as purchased_on,
        coalesce(_said.expires_on, _said.leftover.expires_on) as expires_on,
        coalesce(_said.date_kind, _said.leftover.date_kind) as date_kind,
        coalesce(_said.date_source, _said.leftover.date_source) as date_source,
        _said.cleared as cleared,
        -- What was left out has the default that the journal would have written.
        if(kind = 'lot_discarded', coalesce(_said.reason, 'unknown'), _said.reason) as reason,
        if(kind = 'lot_discarded', coalesce(_said.destination, 'unknown'), _said.destination) as destination,
        if(kind = 'lot_discarded', coalesce(_said.is_edible, true), _said.is_edible) as is_edible,
        case
            when kind in ('lot_acquired', 'lot_consumed', 'lot_discarded', 'lot_counted') then coalesce(_said.method, 'counted')
            else _said.method
        end as method,
        _said.document_sha256 as document_sha256,
        _said.document_line as document_line,
        _said.gtin as gtin,
        _said.confidence_permille as confidence_permille,
        _said.recipe_id as recipe_id,
        _said.answer as answer,
        payload,
        payload_version,
        _said.ingredients as _ingredients,
        case        -- by kind first: each rule looks only at the events that it is about
            when not _has_id then 'its id is no UUID'
            when occurred_at_us not between 631152000000000 and 4133980799999999 then 'no kitchen knows its time'
            when occurred_at_us > recorded_at_us + 86400000000 then 'it lies in the future of its own recording'
            when _said is null then 'its payload is no JSON'
            when strlen(payload) > 65536 then 'its payload is too long'
            when payload_version not between 1 and case
                when kind = 'lot_corrected' then 3 when kind in ('lot_acquired', 'food_added') then 2 else 1
            end then 'no such version of its kind'
            when kind in ('lot_opened', 'lot_thawed', 'lot_frozen', 'lot_moved') then case
                when _said.lot_id is null then 'it names no lot'
                when kind = 'lot_moved' and _said.place is null then 'it says a word that nobody knows'
                when _is_no_place(_said.place) then 'it says a word that nobody knows'
            end
            when kind in ('lot_consumed', 'lot_discarded', 'lot_split', 'lot_counted') then case
                when _said.lot_id is null then 'it names no lot'
                when _said.quantity is null and (
                    kind in ('lot_split', 'lot_counted') or _is_unread(_said.quantity, payload, 'quantity')
                ) then 'its quantity cannot be'
                when _said.quantity = 0 and kind <> 'lot_counted' then 'its quantity cannot be'
                when _said.quantity < 0 or _said.quantity > 1000000 then 'its quantity cannot be'
                when kind = 'lot_discarded' and (_is_no_reason(_said.reason) or _is_no_destination(_said.destination))
                    then 'it says a word that nobody knows'
                when kind = 'lot_split' and _is_no_place(_said.place) then 'it says a word that nobody knows'
                when _is_no_method(_said.method) then 'it says a word that nobody knows'
            end
            when kind in ('lot_acquired', 'lot_corrected') then case
                when kind = 'lot_corrected' and _said.lot_id is null then 'it names no lot'
                when
                    kind = 'lot_acquired' and _said.quantity is null
                    or _is_no_amount(_said.quantity) or _is_unread(_said.quantity, payload, 'quantity')
                    then 'its quantity cannot be'
                when
                    kind = 'lot_acquired' and _said.food_id is null and _said.food_name is null
                    or _is_no_name(_said.food_name)
                    then 'it names no food'
                when kind = 'lot_acquired' and _said.unit is null then 'it has no unit'
                when
                    coalesce(abs(_said.price_minor) > 10000000, false)
                    or _is_unread(_said.price_minor, payload, 'price_minor')
                    then 'its price cannot be'
                when
                    kind = 'lot_acquired' and _said.price_minor is not null and _said.currency is null
                    or coalesce(length(_said.currency) <> 3, false)
                    then 'its price has no currency'
                when
                    _is_no_day(_said.purchased_on) or _is_unread(_said.purchased_on, payload, 'purchased_on')
                    or _is_no_day(_said.expires_on) or _is_unread(_said.expires_on, payload, 'expires_on')
                    then 'its date cannot be'
                -- The latest day that it is anywhere on Earth, 24 hours after it was recorded.
                when _said.purchased_on > (_recorded_at + interval 38 hour)::date
                    then 'it lies in the future of its own recording'
                when
                    kind = 'lot_acquired' and _said.place is null
                    or _is_no_place(_said.place) or _is_no_method(_said.method)
                    or _is_no_date_kind(_said.date_kind) or _is_no_date_source(_said.date_source)
                    or _is_no_category(_said.food_category)
                    then 'it says a word that nobody knows'
            end
            when kind = 'event_undone' then if(_said.undoes_event_id is null, 'it undoes nothing', null)
            when kind = 'dish_cooked' then case
                when
                    _is_unread(_said.ingredients, payload, 'ingredients') or len(_said.ingredients) > 200
                    or len(list_filter(_said.ingredients, lambda x: x.lot_id is null)) > 0
                    then 'an ingredient names no lot'
                when
                    len(list_filter(_said.ingredients, lambda x: _is_no_amount(x.quantity))) > 0
                    or len(list_filter(
                        json_extract_string(payload, '$.ingredients[*].quantity'), lambda x: x is not null
                    )) > len(list_filter(_said.ingredients, lambda x: x.quantity is not null))
                    then 'the amount of an ingredient cannot be'
                when _said.leftover is null then null
                when _said.leftover.quantity is null or _is_no_amount(_said.leftover.quantity)
                    then 'its quantity cannot be'
                when _said.leftover.food_name is null or _is_no_name(_said.leftover.food_name) then 'it names no food'
                when _said.leftover.unit is null then 'it has no unit'
                when
                    _is_no_day(_said.leftover.expires_on)
                    or _is_unread(_said.leftover.expires_on, payload, 'leftover.expires_on')
                    then 'its date cannot be'
                when
                    _is_no_place(_said.leftover.place) or _is_no_date_kind(_said.leftover.date_kind)
                    or _is_no_date_source(_said.leftover.date_source)
                    then 'it says a word that nobody knows'
            end
            when try_cast(kind as enum(
                'alias_taught', 'check_answered', 'day_confirmed', 'document_corrected', 'document_dismissed', 'document_linked',
                'document_received', 'document_rejected', 'feed_added', 'feed_removed', 'food_added',
                'food_taught', 'household_changed', 'household_created', 'line_reviewed', 'meal_planned',
                'meal_unplanned', 'recipe_hidden', 'recipe_rated', 'recipe_saved', 'shopping_added',
                'shopping_removed', 'shopping_ticked'
            )) is null then 'no such kind of event'
            when kind = 'check_answered' and _said.lot_id is null then 'it names no lot'
            when kind = 'check_answered' and coalesce(_said.answer not in ('yes', 'no', 'some', 'unknown'), true)
                then 'a field of it cannot be'
        end as broken_because
    from _named
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
        null::varchar as food_id, null::varchar as food_name, null::varchar as food_category,
        null::varchar as unit, null::varchar as place, null::date as expires_on, null::varchar as date_kind, null::varchar as date_source
    )
from _dish_part;

-- The live view reads facts about a household and its documents in Python (pantry/kinds/sound.py), so this is a step of
-- its own: planning it costs milliseconds.
create or replace macro checked_facts(typed) as table
select * replace (
    coalesce(broken_because, if(
        kind in ('line_reviewed', 'household_created', 'household_changed', 'day_confirmed', 'document_received')
        and _is_no_fact(kind, payload), 'a field of it cannot be', null
    )) as broken_because
)
from query_table(typed);

-- foods: food_id. units: unit. A household's own foods (`own:`) are not looked up.
create or replace macro checked_events(typed, foods, units) as table
with _strange as (
    select household_id, event_id, 'no table knows its food' as what
    from query_table(typed) as e
    anti join query_table(foods) as f on f.food_id = e.food_id
    where e.food_id is not null and not starts_with(e.food_id, 'own:')
    union all
    select household_id, event_id, 'no table knows its unit'
    from query_table(typed) as e
    anti join query_table(units) as u on u.unit = e.unit
    where e.unit is not null
),

_first as (
    select household_id, event_id, min(what) as what
    from _strange
    group by household_id, event_id
)

select e.* replace (coalesce(e.broken_because, s.what) as broken_because)
from query_table(typed) as e
left join _first as s on s.household_id = e.household_id and s.event_id = e.event_id;
