-- A column of the result, by its name.
{{ source }} AS {{ column }}
