"""Free text about illnesses and medicines against the tables: what is meant, what is not known, what to ask back."""
