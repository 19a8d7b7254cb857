-- What each lot is worth, as DuckDB table macros that dbt and the live view share. Rules: docs/reference/waste.md.
--
--   lot_terms(history, lots)               one row per lot and end that some of it came to
--   dish_values(terms, bases, masses)      one row per dish: what went in, what its leftover carries on
--   root_values(bases, dishes)             one row per family of lots: its whole value
--   lot_ends(terms, values, masses)        the terms with their mass and value
--
-- Money is exact. The ends of a family stand in one row, and an end is worth the value up to it, cut to a whole
-- thousandth, less the same of the end before it, so that all ends add up to what was paid, whatever was split or found.
-- Amounts are integer thousandths of the lot's unit, money integer thousandths of a minor unit. The order of a
-- family's ends is arbitrary but fixed. Arguments are names of relations; inner names start with `_`.

-- The value of one end of a family, from the value of the family and where its amount lies in the family's.
create or replace macro value_of_term(family_value, upto, term, whole) as
(
    family_value::hugeint * upto // whole - family_value::hugeint * (upto - term) // whole
)::bigint;

-- A share that cannot pass one; unknown stays unknown, which `least` would not keep.
create or replace macro whole_at_most(share) as case when share > 1 then 1 else share end;

-- history: fold_history; lots: fold_lots. what: lot_consumed, lot_discarded, dish_used, in_stock or lost. What a
-- count added has no price of its own: the family's money spreads over it. What a count missed is lost.
create or replace macro lot_terms(history, lots) as table
with _terms as (
    select
        l.bucket, l.household_id, l.root_lot_id, h.lot_id, h.event_id, h.part, h.occurred_at, h.what,
        h.reason, h.destination, h.is_edible, h.method, h.taken_milli as term_milli, 0 as _step
    from query_table(history) as h
    join query_table(lots) as l on l.household_id = h.household_id and l.lot_id = h.lot_id
    where h.taken_milli > 0
    union all
    select
        bucket, household_id, root_lot_id, lot_id, lot_id, 0, null, 'in_stock', null, null, null, null,
        stock_milli, 1
    from query_table(lots)
    where stock_milli > 0
    union all
    select
        bucket, household_id, root_lot_id, lot_id, lot_id, 0, null, 'lost', null, null, null, null,
        -found_milli, 2
    from query_table(lots)
    where found_milli < 0
)

select
    * exclude (_step),
    sum(term_milli) over (_family order by lot_id, _step, occurred_at, event_id, part rows unbounded preceding)::bigint
        as upto_milli,
    sum(term_milli) over (_family)::bigint as family_milli
from _terms
window _family as (partition by household_id, root_lot_id);

-- terms: lot_terms. bases: household_id, root_lot_id, made_by, quantity_milli, mass_g_per_milli, value (thousandths
-- of a minor unit), is_paid, currency of every root lot; a dish's own base is not read here. masses:
-- household_id, lot_id, mass_g_per_milli. A dish may use the leftover of another, to any depth up to 32; dishes
-- that use each other in a ring have no value. Money of two currencies is not added: such a dish has neither a value nor
-- a currency.
create or replace macro dish_values(terms, bases, masses) as table
with recursive
_input as (
    select
        t.household_id, t.event_id as dish_lot_id, t.root_lot_id, b.made_by = 'dish_cooked' as is_leftover,
        t.upto_milli, t.term_milli, t.family_milli,
        t.term_milli * m.mass_g_per_milli as mass_g,
        if(b.made_by = 'dish_cooked', null, b.value) as value,
        if(b.made_by = 'dish_cooked' or b.value is null, null, if(b.is_paid, b.value, 0)) as paid,
        if(b.made_by = 'dish_cooked', null, b.currency) as currency
    from query_table(terms) as t
    join query_table(bases) as b on b.household_id = t.household_id and b.root_lot_id = t.root_lot_id
    left join query_table(masses) as m on m.household_id = t.household_id and m.lot_id = t.lot_id
    where t.what = 'dish_used'
),

_leftover as (
    select household_id, root_lot_id as dish_lot_id, quantity_milli * mass_g_per_milli as weighed_g
    from query_table(bases)
    where made_by = 'dish_cooked'
),

_nested as (         -- dishes that use a leftover
    select distinct household_id, dish_lot_id from _input where is_leftover
),

_plain as (
    select
        i.household_id, i.dish_lot_id,
        if(count(distinct i.currency) <= 1, sum(value_of_term(i.value, i.upto_milli, i.term_milli, i.family_milli)), null)
            as value,
        sum(value_of_term(i.paid, i.upto_milli, i.term_milli, i.family_milli)) as paid,
        if(count(distinct i.currency) <= 1, any_value(i.currency), null) as currency,
        count(*) = count(i.value) as is_whole,
        if(count(*) = count(i.mass_g), sum(i.mass_g), null) as mass_g,
        any_value(l.weighed_g) as weighed_g
    from _input as i
    left join _leftover as l on l.household_id = i.household_id and l.dish_lot_id = i.dish_lot_id
    anti join _nested as n on n.household_id = i.household_id and n.dish_lot_id = i.dish_lot_id
    group by i.household_id, i.dish_lot_id
),

_part as (           -- what goes into nested dishes; a leftover of a plain dish is known, of a nested one not yet
    select
        i.* replace (
            if(p.dish_lot_id is null, i.value, round(p.value * whole_at_most(p.weighed_g / p.mass_g))) as value,
            if(p.dish_lot_id is null, i.paid, round(p.paid * whole_at_most(p.weighed_g / p.mass_g))) as paid,
            if(p.dish_lot_id is null, i.currency, p.currency) as currency,
            if(p.dish_lot_id is null, i.mass_g, i.mass_g * whole_at_most(p.mass_g / p.weighed_g)) as mass_g
        ),
        coalesce(p.is_whole, true) as is_whole,
        i.is_leftover and p.dish_lot_id is null as is_open,
        l.weighed_g
    from _input as i
    semi join _nested as n on n.household_id = i.household_id and n.dish_lot_id = i.dish_lot_id
    left join _plain as p
        on i.is_leftover and p.household_id = i.household_id and p.dish_lot_id = i.root_lot_id
    left join _leftover as l on l.household_id = i.household_id and l.dish_lot_id = i.dish_lot_id
),

_deep as (           -- k: how many nested dishes in a row
    select 1 as k, household_id, dish_lot_id from _nested
    union all
    select distinct d.k + 1, i.household_id, i.dish_lot_id
    from _deep as d
    join _part as i on i.household_id = d.household_id and i.root_lot_id = d.dish_lot_id
    where d.k < 32
),

_round as (          -- each round values the nested dishes by what the round before knew
    select
        0 as k, household_id, dish_lot_id,
        null::hugeint as value, null::hugeint as paid, null::varchar as currency,
        null::boolean as is_whole, null::double as mass_g, null::double as weighed_g
    from _nested
    union all
    select
        r.k + 1, i.household_id, i.dish_lot_id,
        if(
            count(distinct coalesce(i.currency, p.currency)) <= 1,
            sum(value_of_term(
                coalesce(i.value, round(p.value * whole_at_most(p.weighed_g / p.mass_g))),
                i.upto_milli, i.term_milli, i.family_milli)),
            null
        ),
        sum(value_of_term(
            coalesce(i.paid, round(p.paid * whole_at_most(p.weighed_g / p.mass_g))),
            i.upto_milli, i.term_milli, i.family_milli)),
        if(count(distinct coalesce(i.currency, p.currency)) <= 1, any_value(coalesce(i.currency, p.currency)), null),
        count(*) = count(coalesce(i.value, p.value)) and bool_and(i.is_whole and coalesce(p.is_whole, true)),
        if(
            count(*) = count(if(i.is_open, p.mass_g, 0) + i.mass_g),
            sum(i.mass_g * if(i.is_open, whole_at_most(p.mass_g / p.weighed_g), 1)), null
        ),
        any_value(i.weighed_g)
    from (select distinct k from _round) as r
    cross join _part as i
    left join _round as p
        on i.is_open and p.household_id = i.household_id and p.dish_lot_id = i.root_lot_id
    where r.k < (select max(k) from _deep)
    group by r.k, i.household_id, i.dish_lot_id
),

_known as (
    select * from _plain
    union all
    select * exclude (k) from _round where k = (select max(k) from _deep)
)

select
    household_id, dish_lot_id, currency, is_whole, mass_g, weighed_g,
    value::bigint as value,
    paid::bigint as paid,
    -- A leftover that weighs more than what went in (water, drained pasta) carries all of it, and no more.
    whole_at_most(weighed_g / mass_g) as leftover_share,
    round(value * whole_at_most(weighed_g / mass_g))::bigint as leftover_value,
    round(paid * whole_at_most(weighed_g / mass_g))::bigint as leftover_paid,
    whole_at_most(mass_g / weighed_g) as bought_mass_share
from _known;

-- A leftover is worth what it carries on, a purchase what it cost; where neither is known, the base stands in.
create or replace macro root_values(bases, dishes) as table
select
    b.household_id,
    b.root_lot_id,
    coalesce(d.leftover_value, b.value) as value,
    coalesce(if(d.leftover_value is null, null, d.currency), b.currency) as currency,
    -- Of the value, what was really paid; the rest stands on reference prices.
    if(d.leftover_value is null, if(b.is_paid, b.value, b.value * 0), d.leftover_paid) as paid,
    case
        when d.leftover_value is not null and d.is_whole and d.paid = d.value then 'dish'
        when d.leftover_value is not null then 'dish_estimated'
        when b.value is not null and b.is_paid then 'paid'
        when b.value is not null then 'reference'
    end as value_method,
    coalesce(d.bought_mass_share, 1) as bought_mass_share
from query_table(bases) as b
left join query_table(dishes) as d
    on b.made_by = 'dish_cooked' and d.household_id = b.household_id and d.dish_lot_id = b.root_lot_id;

-- terms: lot_terms; values: root_values; masses: household_id, lot_id, mass_g_per_milli. Both sums of money are exact.
create or replace macro lot_ends(terms, root_values, masses) as table
select
    t.bucket, t.household_id, t.root_lot_id, t.lot_id, t.event_id, t.part, t.occurred_at, t.what,
    t.reason, t.destination, t.is_edible, t.method, t.term_milli,
    t.term_milli * m.mass_g_per_milli as mass_g,
    t.term_milli * m.mass_g_per_milli * v.bought_mass_share as bought_mass_g,
    (value_of_term(v.value, t.upto_milli, t.term_milli, t.family_milli)::decimal(18, 3) / 1000)::decimal(18, 3)
        as value_minor,
    (value_of_term(v.paid, t.upto_milli, t.term_milli, t.family_milli)::decimal(18, 3) / 1000)::decimal(18, 3)
        as paid_minor,
    v.currency, v.value_method,
    case when v.value <> 0 then v.paid / v.value when v.value_method in ('paid', 'dish') then 1.0 end as paid_share
from query_table(terms) as t
left join query_table(root_values) as v on v.household_id = t.household_id and v.root_lot_id = t.root_lot_id
left join query_table(masses) as m on m.household_id = t.household_id and m.lot_id = t.lot_id;
