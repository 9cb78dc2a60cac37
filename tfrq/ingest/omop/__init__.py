"""OMOP CDM 5.4: a mapping for a folder of its tables, from a concept map that can be edited."""
