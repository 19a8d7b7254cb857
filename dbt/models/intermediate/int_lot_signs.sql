-- One row per lot of a touched household and local day on which something was said of it.
select *
from lot_signs('{{ ref("int_effective_events") }}', '{{ ref("int_lot_history") }}', '{{ ref("int_households") }}')
