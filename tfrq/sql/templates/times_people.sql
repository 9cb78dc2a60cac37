-- Who is followed, left out, or neither, per site and sex.
SELECT 'people' AS part, country, site, sex, '' AS stratum, lake_patients, without_index, met, not_met, not_assessable,
       listed, data_cuts, repeated, 0 AS day, 0 AS events, 0 AS competing, 0 AS censored
FROM people
