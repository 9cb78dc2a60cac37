-- What a criterion says of a subject: its answer, or a part of its evidence.
{{ criterion }}.{{ part }}
