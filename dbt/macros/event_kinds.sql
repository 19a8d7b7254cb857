{# The kinds of pantry.payloads as SQL literals, and dish_used, which the fold makes; a test holds them equal. #}
{% macro event_kinds() -%}
    'alias_taught', 'check_answered', 'day_confirmed', 'dish_cooked', 'dish_used', 'document_dismissed',
    'document_linked', 'document_received', 'document_rejected', 'event_undone', 'feed_added',
    'feed_removed', 'food_added', 'food_taught', 'household_changed', 'household_created',
    'line_reviewed', 'lot_acquired', 'lot_consumed', 'lot_corrected', 'lot_counted', 'lot_discarded',
    'lot_frozen', 'lot_moved', 'lot_opened', 'lot_split', 'lot_thawed', 'meal_planned', 'meal_unplanned',
    'recipe_hidden', 'recipe_rated', 'recipe_saved', 'shopping_added', 'shopping_removed',
    'shopping_ticked'
{%- endmacro %}
