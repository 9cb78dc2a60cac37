-- Until when one response is known.
{{ last_test }}.last_day