"""Files as they arrive: CSV, TSV, Excel and Parquet, read as text in batches of bounded size."""
