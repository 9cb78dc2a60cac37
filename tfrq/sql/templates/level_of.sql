-- The name of a subject's group.
{{ level }}.level