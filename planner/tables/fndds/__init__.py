"""Official USDA files (FNDDS "At A Glance", Purchase to Plate prices) made into a folder of tables."""
