"""OMOP CDM 5.4 in: mappings whose texts may be codes of a vocabulary (docs/mapping.md)."""
