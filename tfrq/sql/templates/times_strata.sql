-- The same per stratum.
SELECT 'strata', '', '', '', stratum, lake_patients, without_index, met, not_met, not_assessable, 0, 0, 0, 0, 0, 0, 0
FROM strata
