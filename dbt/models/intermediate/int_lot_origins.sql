-- One row per lot of a touched household: how it was made, with corrections laid over it.
select * from fold_origins('{{ ref("int_effective_events") }}')
