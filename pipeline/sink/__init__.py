"""Records as tables: Parquet, DuckDB, Excel and CSV, each a view made anew from the records."""
