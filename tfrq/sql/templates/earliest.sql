-- The earliest of several days; a day that is not there is none of them.
least({{ days }})