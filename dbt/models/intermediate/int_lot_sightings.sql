-- One row per lot of a touched household that is there: when it was seen last, and what speaks against it.
select *
from lot_sightings(
    '{{ ref("int_lot_rhythm_keys") }}', '{{ ref("int_lot_signs") }}', '{{ ref("int_effective_events") }}'
)
