-- Whether there is an informative test of the response.
{{ day }} IS NOT NULL