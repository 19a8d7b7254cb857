-- One row per lot of a touched household: which food's rhythm it follows, where it is kept.
select * from lot_rhythm_keys('{{ ref("int_folded_lots") }}')
