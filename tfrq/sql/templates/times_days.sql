-- Who left on which day, and how.
SELECT 'days', '', '', '', stratum, 0, 0, 0, 0, 0, 0, 0, 0, day, events, competing, censored
FROM days
