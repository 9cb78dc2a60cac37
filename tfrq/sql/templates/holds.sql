-- The answer of a criterion to a subject: true, false, or NULL for not assessable (semantics §3).
{{ criterion }}.holds