-- One row per destination with a known factor: kg CO2e per kg of mixed food waste.
-- EPA GHG Emission Factors Hub 2026, Table 9 (WARM), short tons converted (x 1.1023); animal feed is cut off.
{{ config(tags=['static']) }}
select
    destination::varchar as destination,
    kg_co2e_per_kg::double as kg_co2e_per_kg
from (
    values
    ('landfill', 0.75),
    ('combustion', 0.055),
    ('compost', 0.121),
    ('anaerobic_digestion', 0.121),
    ('animal_feed', 0.0)
) as factors (destination, kg_co2e_per_kg)
