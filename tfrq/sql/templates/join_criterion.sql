-- Every criterion answers every subject, in exactly one row; an outer join leaves no order to search for (semantics §3).
LEFT JOIN {{ criterion }} ON {{ criterion }}.subject_id = s.subject_id