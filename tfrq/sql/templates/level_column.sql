-- The name of a subject's group, as one more column.
, {{ level }}.level AS {{ column }}
