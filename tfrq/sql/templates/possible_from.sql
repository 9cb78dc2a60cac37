-- Where a response may have begun: on the first TKI day if no informative day precedes it (semantics §4).
CASE WHEN r.bridged_from = i.informed_from
     THEN least(r.bridged_from, greatest(coalesce(t.tki_start_day, p.diagnosis_day, {{ start_of_time }}), p.from_day))
     ELSE r.bridged_from END
