-- Markers that were measured, with their units.
SELECT DISTINCT marker, unit FROM labs
