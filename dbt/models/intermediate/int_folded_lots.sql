-- One row per lot of a touched household, as the fold leaves it.
select *
from fold_lots('{{ ref("int_lot_origins") }}', '{{ ref("int_lot_history") }}', '{{ ref("int_lot_states") }}')
