-- Risk groups that are known of somebody, computed or reported.
SELECT DISTINCT coalesce(computed, reported) AS risk FROM {{ score }} WHERE coalesce(computed, reported) IS NOT NULL
