-- One row per word of a touched household about how closely it follows something, and the time it held.
select * from tracking_words('{{ ref("int_effective_events") }}', '{{ ref("int_households") }}')
