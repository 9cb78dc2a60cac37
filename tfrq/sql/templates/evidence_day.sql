-- A day that somebody can have been seen on: what stands for "however old" is no date.
CASE WHEN {{ criterion }}.{{ part }} BETWEEN {{ earliest }} AND {{ latest }} THEN {{ criterion }}.{{ part }} END
