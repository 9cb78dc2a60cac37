-- No day: nothing of this kind is waited for.
CAST(NULL AS INTEGER)