-- One row per food, place of the shelf-life table and state: the days it keeps, by the nearest row there is.
{{ config(tags=['static']) }}
select *
from food_periods('{{ ref("foods") }}', '{{ ref("shelf_life") }}')
