-- One row per lot of a touched household and quantity event: before, after, taken, found, excess.
select * from fold_history('{{ ref("int_effective_events") }}', '{{ ref("int_lot_origins") }}')
