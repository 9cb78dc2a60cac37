"""Files as they arrive: CSV, TSV, Excel and Parquet, read as text in batches of bounded size."""

from tfrq.ingest.upload.batch import BATCH_ROWS, BadRow, Batch, Layout
from tfrq.ingest.upload.files import kind
from tfrq.ingest.upload.reading import header, number_columns, read
from tfrq.ingest.upload.sniffing import Sniffed, sniff

__all__ = [
    "BATCH_ROWS",
    "BadRow",
    "Batch",
    "Layout",
    "Sniffed",
    "header",
    "kind",
    "number_columns",
    "read",
    "sniff",
]
