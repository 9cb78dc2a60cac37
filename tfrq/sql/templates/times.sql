-- Who is followed, and who left when: one statement, as each alone would find everybody's answers again.
{{ parts }}
ORDER BY part, site, sex, stratum, day
