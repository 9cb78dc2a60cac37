"""tfrq: treatment-free remission query."""
