"""Many people at once: the cheapest adequate diet of each row of a table, in this process or on Dask."""
