-- In order of one column, what is empty last; then of patients, so that no two runs differ.
{{ source }} {{ direction }} NULLS LAST, s.patient_id, s.index_day, s.subject_id
