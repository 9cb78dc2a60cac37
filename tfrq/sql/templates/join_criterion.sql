-- Every criterion answers every subject, in exactly one row (semantics §3).
JOIN {{ criterion }} ON {{ criterion }}.subject_id = s.subject_id