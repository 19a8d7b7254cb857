-- One row per lot of a touched household that was ever opened, moved, frozen or thawed.
select * from fold_states('{{ ref("int_effective_events") }}', '{{ ref("int_lot_origins") }}')
