-- The first group whose criterion a subject meets is theirs.
WHEN {{ holds }} THEN {{ level }}